// The decision to take along: as a command of curl, JSON, Markdown, a command of Slack, or a link.
import { html, nothing, render, type TemplateResult } from "lit-html";
import { address, Problem, post, type Schema } from "../api/client.ts";
import { keptKey } from "../api/key.ts";
import { curl } from "../text/curl.ts";
import { markdown } from "../text/markdown.ts";
import { type Decided, linkTo } from "./calculation.ts";

const FORMS = {
  link: "Link",
  curl: "curl",
  json: "JSON",
  markdown: "Markdown",
  slack: "Slack command",
} as const;

type Form = keyof typeof FORMS;

export function copies(decided: Decided): TemplateResult {
  return html`
    <div class="row copies" role="group" aria-label="Copy as">
      <span class="soft">Copy as</span>
      ${Object.entries(FORMS).map(
        ([form, title]) =>
          html`<button type="button" data-copy=${form} @click=${() => show(form as Form, decided)}>${title}</button>`,
      )}
      <button type="button" @click=${() => print()}>Print</button>
    </div>
  `;
}

/** The text of a form; each names the day and the rates, so that it is answered the same again. */
async function textOf(form: Form, decided: Decided): Promise<string> {
  const { request, decision } = decided;
  const asked = { ...request, as_of: decision.rates.as_of, rates_version: decision.rates.version };
  switch (form) {
    case "link":
      return linkTo(decided);
    case "curl":
      return curl({ method: "POST", address: address("v1/decisions"), body: asked, withKey: keptKey() !== null });
    case "json":
      return JSON.stringify({ request: asked, answer: decision }, null, 2);
    case "markdown":
      return markdown(decision, linkTo(decided));
    case "slack": {
      const { text } = await post<Schema<"ShorthandAnswer">>("v1/shorthand", { request: asked });
      if (text === null) throw new Problem(0, "no_line", "No line says all of this: copy it as JSON or as a link.");
      return `/finetune ${text}`;
    }
  }
}

/** Shows the text, copied already where the browser allows that. */
async function show(form: Form, decided: Decided): Promise<void> {
  const dialog = document.createElement("dialog");
  dialog.className = "copied";
  dialog.setAttribute("aria-labelledby", "copied-title");
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  const draw = (text: string, told: string) => {
    render(
      html`
        <h2 id="copied-title">${FORMS[form]}</h2>
        <p role="status">${told}</p>
        <label class="unseen" for="copied-text">${FORMS[form]}</label>
        ${text ? html`<textarea id="copied-text" readonly rows=${Math.min(18, text.split("\n").length + 1)} .value=${text}></textarea>` : nothing}
        <div class="row">
          ${text ? html`<button type="button" class="primary" @click=${async () => draw(text, await copied(text))}>Copy</button>` : nothing}
          <button type="button" @click=${() => dialog.close()}>Close</button>
        </div>
      `,
      dialog,
    );
  };
  draw("", "One moment …");
  dialog.showModal();
  try {
    const text = await textOf(form, decided);
    draw(text, await copied(text));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    draw("", error.message);
  }
}

async function copied(text: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return "Copied.";
  } catch (error) {
    if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
    return "The browser does not let the page copy: select the text and copy it.";
  }
}
