// The API key: asked for once, where the API wants one, and kept for as long as the tab is open.
import { html, nothing, render } from "lit-html";

const KEPT = "payback-api-key";

export const keptKey = (): string | null => sessionStorage.getItem(KEPT);

let asking: Promise<boolean> | null = null;

/** Asks for a key: whether one was given. Requests that fail meanwhile wait for the same answer. */
export function askForKey(refused: string | null): Promise<boolean> {
  if (refused !== keptKey()) return Promise.resolve(true); // another request was given a newer one
  asking ??= asked(refused !== null).finally(() => {
    asking = null;
  });
  return asking;
}

function asked(again: boolean): Promise<boolean> {
  const dialog = document.createElement("dialog");
  dialog.className = "key";
  dialog.setAttribute("aria-labelledby", "key-title");
  document.body.append(dialog);
  return new Promise((given) => {
    const keep = (event: SubmitEvent) => {
      event.preventDefault();
      const key = new FormData(event.target as HTMLFormElement).get("key");
      sessionStorage.setItem(KEPT, String(key).trim());
      given(true);
      dialog.close();
    };
    const form = html`
      <form @submit=${keep}>
        <h2 id="key-title">Your API key</h2>
        ${again ? html`<p role="alert" class="wrong">That key was not accepted. Check it, and give it again.</p>` : nothing}
        <p>This Payback answers only with a key. Whoever runs it for your company hands them out.</p>
        <label for="key">API key</label>
        <input id="key" name="key" type="password" autocomplete="off" required minlength="20" maxlength="128" />
        <p class="hint">It is kept in this tab until you close it, and sent to this address only.</p>
        <button class="primary">Use this key</button>
      </form>
    `;
    render(form, dialog);
    dialog.addEventListener("close", () => {
      dialog.remove();
      given(false); // unless one was given
    });
    dialog.showModal();
  });
}
