// What stands where something is on its way, could not be had, or is not there.
import { html, nothing, type TemplateResult } from "lit-html";
import type { Problem } from "../api/client.ts";
import type { Loaded } from "../store.ts";

/** `shown` of a value that is there, with what is wrong above it; while the first is on its way, a skeleton. */
export function whenLoaded<Value>(
  loaded: Loaded<Value>,
  shown: (value: Value) => TemplateResult,
  again: () => void,
): TemplateResult {
  return html`
    ${loaded.error ? errorBox(loaded.error, again) : nothing}
    ${loaded.value !== null ? shown(loaded.value) : loaded.loading ? skeleton() : nothing}
  `;
}

export const skeleton = (): TemplateResult => html`
  <div class="skeleton" role="status"><span class="unseen">Loading</span><i></i><i></i><i></i></div>
`;

export function errorBox({ status, errors, message }: Problem, again: () => void): TemplateResult {
  return html`
    <div class="problem" role="alert">
      <p><strong>${status === 422 ? "That cannot be answered yet" : "That did not work"}</strong></p>
      ${
        errors.length
          ? html`<ul>${errors.map((each) => html`<li><code>${each.field}</code> ${each.message}${each.allowed ? ` Allowed: ${each.allowed.join(", ")}.` : nothing}</li>`)}</ul>`
          : html`<p>${message}</p>`
      }
      <button @click=${again}>Try again</button>
    </div>
  `;
}

export const emptyState = (title: string, text: TemplateResult | string): TemplateResult => html`
  <div class="empty"><h2>${title}</h2><p>${text}</p></div>
`;
