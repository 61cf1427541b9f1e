// What changed between two versions: two choices, and the sentences that the API has for the difference.
import { html, nothing, type TemplateResult } from "lit-html";
import type { Schema } from "../api/client.ts";
import { emptyState, whenLoaded } from "../shell/states.ts";
import type { Loaded } from "../store.ts";
import { counted, dayText } from "../text/figures.ts";
import { holding } from "../text/search.ts";
import type { Versions } from "./reading.ts";
import { grouped, without } from "./sentences.ts";

export type Changes = Schema<"Changes">;

/** The two versions that are compared; `since` is empty where there is nothing to compare with. */
export interface Compared {
  version: string;
  since: string;
}

/** What the address asks for, and where it does not say: the version in force, and the one before it in the list. */
export function compared({ versions, current }: Versions, version: string, since: string): Compared {
  const newer = version || current;
  const place = versions.findIndex((each) => each.version === newer);
  return { version: newer, since: since || (versions[place + 1]?.version ?? "") };
}

interface Comparison {
  versions: Versions;
  chosen: Compared;
  titles: readonly string[];
  changes: Loaded<Changes>;
  search: string;
  find(search: string): void;
  choose(chosen: Compared): void;
  again(): void;
}

export function changesView(comparison: Comparison): TemplateResult {
  return html`
    <h1 tabindex="-1">What changed</h1>
    ${comparison.versions.versions.length < 2 ? onlyOne() : html`${choices(comparison)} ${difference(comparison)}`}
  `;
}

const onlyOne = (): TemplateResult =>
  emptyState(
    "There is one version so far",
    "When another is published, what it changed can be read here, in sentences.",
  );

function choices({ versions, chosen, choose }: Comparison): TemplateResult {
  const select = (id: string, label: string, value: string, chosenNow: (version: string) => Compared) => html`
    <div class="wider">
      <label for=${id}>${label}</label>
      <select id=${id} @change=${(event: Event) => choose(chosenNow((event.target as HTMLSelectElement).value))}>
        ${versionOptions(versions, value)}
      </select>
    </div>
  `;
  return html`
    <div class="filters">
      ${select("changes-since", "From version", chosen.since, (since) => ({ ...chosen, since }))}
      ${select("changes-version", "To version", chosen.version, (version) => ({ ...chosen, version }))}
      <button @click=${() => choose({ version: chosen.since, since: chosen.version })}>Swap</button>
    </div>
  `;
}

/** Every version, newest first; one that is none of them, or none yet, is asked for. */
export function versionOptions({ versions }: Versions, chosen: string): TemplateResult {
  const known = versions.some(({ version }) => version === chosen);
  return html`
    ${known ? nothing : html`<option value="" selected disabled>Choose a version</option>`}
    ${versions.map(
      (each) => html`<option value=${each.version} .selected=${each.version === chosen}>${versionText(each)}</option>`,
    )}
  `;
}

function versionText({ version, published_at: at, current }: Versions["versions"][number]): string {
  return `${version}, ${current ? "in force" : at ? `of ${dayText(at.slice(0, 10))}` : "deployed with the service"}`;
}

function difference(comparison: Comparison): TemplateResult {
  const { chosen, changes, again } = comparison;
  if (!chosen.since) return emptyState("Choose a version to compare with", "No older version is known than this one.");
  if (chosen.since === chosen.version) {
    return emptyState("These are the same version", "Choose another to see what is different.");
  }
  return html`
    ${isBackwards(comparison) ? html`<p class="notice">You look back in time: the sentences tell what the older one had.</p>` : nothing}
    ${whenLoaded(changes, (value) => sentencesOf(comparison, value.changes), again)}
  `;
}

/** The list has the newest first. */
function isBackwards({ versions: { versions }, chosen }: Comparison): boolean {
  const place = (version: string) => versions.findIndex((each) => each.version === version);
  const [to, from] = [place(chosen.version), place(chosen.since)];
  return to >= 0 && from >= 0 && to > from;
}

function sentencesOf({ titles, search, find }: Comparison, all: readonly string[]): TemplateResult {
  if (all.length === 0) return emptyState("Nothing changed", "The two versions say the same.");
  const shown = all.filter(holding(search));
  return html`
    <div class="filters">
      <div>
        <label for="changes-search">Search in what changed</label>
        <input id="changes-search" type="search" placeholder="such as gpt-4o" autocomplete="off" .value=${search}
          @input=${(event: InputEvent) => find((event.target as HTMLInputElement).value)} />
      </div>
    </div>
    <p role="status">${shown.length < all.length ? `${shown.length} of ` : ""}${counted(all.length, "change")}</p>
    ${
      shown.length
        ? grouped(shown, titles).map(
            ({ title, sentences }) => html`
              <section class="card">
                <h2>${title}</h2>
                <ul class="sentences">${sentences.map((sentence) => html`<li>${without(title, sentence)}</li>`)}</ul>
              </section>
            `,
          )
        : emptyState("No change matches", html`<button class="link" @click=${() => find("")}>Show all changes</button>`)
    }
  `;
}
