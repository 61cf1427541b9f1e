// Picks a model from the rate table: a combobox as the ARIA practices describe it, which takes any other name too.
import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { type Choice, matching } from "../inputs/models.ts";

const MOST_SHOWN = 60;

interface Picked {
  path: string;
  value: string;
  choices: readonly Choice[];
  invalid: boolean;
  described: string;
  pick(choice: Choice): void;
  type(name: string): void;
  redraw(): void;
}

/** Which list is open, what is typed to search it, and which of it is marked. One at most is open. */
let open: { path: string; text: string; marked: number } | null = null;

/** What stands in the field already is no search: all models are offered until something else is typed. */
const offered = ({ choices, value }: Picked, { text }: { text: string }): Choice[] =>
  matching(choices, text === value ? "" : text);

export function picker(picked: Picked): TemplateResult {
  const { path, value, invalid, described } = picked;
  const mine = open?.path === path ? open : null;
  const all = mine ? offered(picked, mine) : [];
  const shown = all.slice(0, MOST_SHOWN);
  const marked = mine && mine.marked >= 0 ? shown[mine.marked] : undefined;
  return html`
    <div class="picker" @focusout=${(event: FocusEvent) => left(event, picked)}>
      <input
        id=${path}
        name=${path}
        role="combobox"
        autocomplete="off"
        spellcheck="false"
        aria-autocomplete="list"
        aria-expanded=${mine ? "true" : "false"}
        aria-controls="${path}-list"
        aria-activedescendant=${marked ? optionId(path, marked) : nothing}
        aria-invalid=${invalid ? "true" : "false"}
        aria-describedby=${described}
        .value=${live(mine ? mine.text : value)}
        @focus=${(event: FocusEvent) => (event.target as HTMLInputElement).select()}
        @click=${() => mine || show(picked, value)}
        @input=${(event: InputEvent) => show(picked, (event.target as HTMLInputElement).value)}
        @keydown=${(event: KeyboardEvent) => pressed(event, picked, shown, marked)}
      />
      <ul id="${path}-list" role="listbox" aria-label="Models" ?hidden=${!mine}>
        ${shown.map(
          (choice) => html`
            <li
              id=${optionId(path, choice)}
              role="option"
              aria-selected=${choice === marked ? "true" : "false"}
              @mousedown=${(event: MouseEvent) => event.preventDefault()}
              @click=${() => chosen(picked, choice)}
            >
              <b>${choice.id}</b> <span class="soft">${choice.title}</span>
              <span class="costs">${choice.costs}</span>
              ${choice.notes.map((note) => html`<span class="note">${note}</span>`)}
            </li>
          `,
        )}
        ${rest(picked, all.length - shown.length, shown.length === 0)}
      </ul>
    </div>
  `;
}

function rest({ path }: Picked, more: number, none: boolean): TemplateResult | typeof nothing {
  if (!none && more <= 0) return nothing;
  const text = none
    ? "The rate table has no such model; a name of your own is taken as it is"
    : `and ${more} more: type to search`;
  return html`<li role="option" aria-disabled="true" aria-selected="false" id="${path}-rest" class="soft">${text}</li>`;
}

const optionId = (path: string, { provider, id }: Choice): string =>
  `${path}-${provider}-${id}`.replace(/[^\w-]/g, "_");

function show({ path, redraw }: Picked, text: string): void {
  open = { path, text, marked: -1 };
  redraw();
  requestAnimationFrame(() => document.getElementById(`${path}-list`)?.scrollIntoView({ block: "nearest" }));
}

function close(redraw: () => void): void {
  open = null;
  redraw();
}

function chosen({ pick, redraw }: Picked, choice: Choice): void {
  close(redraw);
  pick(choice);
}

/** Left with a model marked: that is meant; or with another name typed: then that. */
function left(event: FocusEvent, picked: Picked): void {
  const { path, value, type, redraw } = picked;
  if (open?.path !== path || (event.currentTarget as Element).contains(event.relatedTarget as Node | null)) return;
  const { text, marked } = open;
  const choice = offered(picked, open)[marked];
  if (choice) {
    chosen(picked, choice);
    return;
  }
  close(redraw);
  if (text.trim() !== value) type(text.trim());
}

function pressed(event: KeyboardEvent, picked: Picked, shown: readonly Choice[], marked: Choice | undefined): void {
  const { path, value, type, redraw } = picked;
  const mine = open?.path === path ? open : null;
  switch (event.key) {
    case "ArrowDown":
    case "ArrowUp": {
      event.preventDefault();
      if (!mine) {
        show(picked, value);
        return;
      }
      const step = event.key === "ArrowDown" ? 1 : -1;
      const last = shown.length - 1;
      const next = mine.marked + step;
      open = { ...mine, marked: next > last ? 0 : next < 0 ? last : next };
      redraw();
      const choice = shown[open.marked];
      queueMicrotask(
        () => choice && document.getElementById(optionId(path, choice))?.scrollIntoView({ block: "nearest" }),
      );
      return;
    }
    case "Enter":
      if (!mine) return;
      event.preventDefault();
      if (marked) {
        chosen(picked, marked);
        return;
      }
      close(redraw);
      if (mine.text.trim() !== value) type(mine.text.trim());
      return;
    case "Escape":
      if (mine) close(redraw);
      return;
    default:
  }
}
