// What a name means that is in no list: a fine-tune's, a deployment's, or one that was misspelt. The API knows.
import { html, nothing, type TemplateResult } from "lit-html";
import type { Schema } from "../api/client.ts";
import { whenLoaded } from "../shell/states.ts";
import type { Loaded } from "../store.ts";
import type { Reading } from "./reading.ts";

export type Meaning = Schema<"NameResolution">;

interface Asked {
  name: string;
  /** Nothing until it is asked. */
  meaning: Loaded<Meaning> | null;
  ask(): void;
  search(name: string): void;
}

export function nameView(reading: Reading, { name, meaning, ask, search }: Asked): TemplateResult {
  if (!meaning) {
    return html`<p>Is it the name of a fine-tune or of a deployment? <button @click=${ask}>Ask what it means</button></p>`;
  }
  return html`<div role="status">${whenLoaded(meaning, (value) => meaningView(reading, name, value, search), ask)}</div>`;
}

function meaningView(
  { href }: Reading,
  name: string,
  meaning: Meaning,
  search: (name: string) => void,
): TemplateResult {
  const { provider, base_model: model, nearest = [], message } = meaning;
  return html`
    <p><b>${name}</b>: ${message}</p>
    ${provider && model ? html`<p><a href=${href({ at: "model", provider, model })}>See the prices of ${model}</a></p>` : nothing}
    ${
      nearest.length
        ? html`
            <p class="row">
              Looks like ${nearest.map((each) => html`<button @click=${() => search(each)}>${each}</button>`)}
            </p>
          `
        : nothing
    }
  `;
}
