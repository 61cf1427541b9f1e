// The inputs as a form: each with its label, what is assumed where it is empty, and what is wrong with it.
import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { type Input, SECTIONS, type Section } from "../inputs/catalogue.ts";
import { type Choice, found, toCall, toTrain } from "../inputs/models.ts";
import type { Wrong } from "../inputs/request.ts";
import { isDay, joined, partsOf } from "../inputs/values.ts";
import { capitalised } from "../text/sentence.ts";
import type { Calculation, Models, State } from "./calculation.ts";
import type { Dataset } from "./dataset.ts";
import { picker } from "./picker.ts";

interface Form {
  calculation: Calculation;
  dataset: Dataset;
  redraw(): void;
}

export function form(context: Form): TemplateResult {
  return html`
    <form class="inputs" aria-label="The inputs" novalidate @submit=${(event: Event) => event.preventDefault()}>
      ${SECTIONS.map((section) => sectionOf(section, context))}
    </form>
  `;
}

function sectionOf(section: Section, context: Form): TemplateResult {
  const { unfolded, state } = context.calculation;
  const { fields, wrong } = state;
  const more = section.inputs.filter((input) => input.more);
  // Unfolded where something in it is wrong, and folded by hand alone: never under the fingers that mend it.
  if (more.some(({ path }) => wrong.has(path))) unfolded.add(section.title);
  const said = more.filter(({ path }) => fields[path] || wrong.has(path)).length;
  return html`
    <fieldset class="card">
      <legend>${section.title}</legend>
      <p class="hint">${section.about}</p>
      ${section.inputs.filter((input) => !input.more).map((input) => field(input, context))}
      ${section.title === "Training data" ? context.dataset.view() : nothing}
      ${
        more.length
          ? html`
              <details
                ?open=${unfolded.has(section.title)}
                @toggle=${(event: Event) => folded(event, section.title, unfolded)}
              >
                <summary>More${said ? ` (${said} said)` : ""}</summary>
                ${more.map((input) => field(input, context))}
              </details>
            `
          : nothing
      }
    </fieldset>
  `;
}

function folded(event: Event, title: string, unfolded: Set<string>): void {
  if ((event.currentTarget as HTMLDetailsElement).open) unfolded.add(title);
  else unfolded.delete(title);
}

function field(input: Input, context: Form): TemplateResult {
  const { path, label, hint, unit } = input;
  const problem = context.calculation.state.wrong.get(path);
  const grouped = input.kind === "yesno" || input.kind === "range";
  const shown = html`${label}${unit ? html` <span class="unit">${unit}</span>` : nothing}`;
  return html`
    <div class="field ${input.kind}">
      ${
        grouped
          ? html`<span class="label" id="${path}-label">${shown}</span>`
          : html`<label for=${path}>${shown}</label>`
      }
      ${control(input, context, `${path}-hint ${path}-problem`)}
      <div id="${path}-hint" class="hint">${hint ?? nothing}${facts(input, context)}</div>
      <div id="${path}-problem" class="wrong" role="status">${problem ? told(path, problem, context) : nothing}</div>
    </div>
  `;
}

const MOST_OFFERED = 8;

function told(path: string, { message, allowed = [] }: Wrong, { calculation }: Form): TemplateResult {
  return html`
    ${capitalised(message)}
    ${allowed
      .slice(0, MOST_OFFERED)
      .map(
        (text) =>
          html`<button type="button" class="link" @click=${() => calculation.set({ [path]: text })}>${text}</button> `,
      )}
  `;
}

function control(input: Input, context: Form, described: string): TemplateResult {
  switch (input.kind) {
    case "model":
      return modelField(input, context, described);
    case "choice":
      return choiceField(input, context, described);
    case "yesno":
      return yesNoField(input, context, described);
    case "range":
      return rangeField(input, context, described);
    default:
      return textField(input, context, described);
  }
}

/** What the API assumes where nothing is typed; of the policy, as the policy has it now. */
function assumedIn({ assumed = "", threshold }: Input, { thresholds }: State): string {
  const value = threshold && thresholds?.[threshold];
  if (!value) return assumed;
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.join(", ") : `${value.low} to ${value.high}`;
}

const textIn = (event: Event): string => (event.target as HTMLInputElement).value;

function textField(input: Input, { calculation }: Form, described: string): TemplateResult {
  const { path, kind } = input;
  const { fields, wrong } = calculation.state;
  const typed = (event: Event) => calculation.type(path, textIn(event));
  const invalid = wrong.has(path) ? "true" : "false";
  const text = fields[path] ?? "";
  // A browser shows no day that the calendar does not have; that it is wrong is told below.
  const shown = kind === "day" && !isDay(text) ? "" : text;
  if (kind === "names") {
    return html`<textarea
      id=${path} name=${path} rows="3" aria-invalid=${invalid} aria-describedby=${described}
      .value=${live(text)} @input=${typed}
    ></textarea>`;
  }
  return html`<input
    id=${path} name=${path} type=${kind === "day" ? "date" : "text"} autocomplete="off"
    inputmode=${kind === "number" || kind === "share" ? "decimal" : "text"}
    placeholder=${assumedIn(input, calculation.state)} aria-invalid=${invalid} aria-describedby=${described}
    .value=${live(shown)} @input=${typed}
  />`;
}

function choiceField({ path, choices = [], assumed }: Input, { calculation }: Form, described: string): TemplateResult {
  const { fields, wrong } = calculation.state;
  const chosen = fields[path] ?? "";
  return html`
    <select
      id=${path} name=${path} aria-describedby=${described} aria-invalid=${wrong.has(path) ? "true" : "false"}
      @change=${(event: Event) => calculation.type(path, textIn(event))}
    >
      <option value="" ?selected=${chosen === ""}>${assumed ?? "choose"}</option>
      ${choices.map(([value, label]) => html`<option value=${value} .selected=${live(chosen === value)}>${label}</option>`)}
    </select>
  `;
}

const ANSWERS = [
  ["yes", "Yes"],
  ["no", "No"],
  ["", "Not answered"],
] as const;

function yesNoField({ path }: Input, { calculation }: Form, described: string): TemplateResult {
  const said = calculation.state.fields[path] ?? "";
  return html`
    <div class="segments" role="radiogroup" aria-labelledby="${path}-label" aria-describedby=${described}>
      ${ANSWERS.map(
        ([value, label]) => html`
          <label>
            <input
              type="radio" name=${path} value=${value} .checked=${live(said === value)}
              @change=${() => calculation.type(path, value)}
            /><span>${label}</span>
          </label>
        `,
      )}
    </div>
  `;
}

/** One number; or three, of which the one in the middle may be left out. */
function rangeField(input: Input, context: Form, described: string): TemplateResult {
  const { path, label } = input;
  const { calculation, redraw } = context;
  const { fields, wrong } = calculation.state;
  const text = fields[path] ?? "";
  const parts = partsOf(text);
  const ranged = calculation.asRange.get(path) ?? text.includes("-");
  const invalid = wrong.has(path) ? "true" : "false";
  const box = (part: "low" | "expected" | "high", name: string, placeholder: string) => html`
    <span class="end">${ranged ? html`<span class="hint" aria-hidden="true">${name}</span>` : nothing}<input
      id=${part === "expected" ? path : `${path}-${part}`} name=${`${path}${part === "expected" ? "" : `:${part}`}`}
      type="text" inputmode="decimal" autocomplete="off" aria-label=${ranged ? `${label}: ${name}` : label}
      placeholder=${placeholder} aria-invalid=${invalid} aria-describedby=${described}
      .value=${live(ranged ? parts[part] : text)}
      @input=${(event: Event) => {
        calculation.asRange.set(path, ranged); // what is typed changes nothing under the fingers that type it
        calculation.type(path, ranged ? joined({ ...parts, [part]: textIn(event).trim() }) : textIn(event));
      }}
    /></span>
  `;
  const toggled = () => {
    calculation.asRange.set(path, !ranged);
    if (ranged) calculation.type(path, parts.expected || parts.high);
    redraw();
  };
  return html`
    <div class="ends" role="group" aria-labelledby="${path}-label">
      ${
        ranged
          ? [box("low", "at least", ""), box("expected", "likely", ""), box("high", "at most", "")]
          : box("expected", "", assumedIn(input, calculation.state))
      }
      <button type="button" class="link" aria-label=${`${label}: ${ranged ? "one number" : "a range"}`} @click=${toggled}>
        ${ranged ? "one number" : "a range"}
      </button>
    </div>
  `;
}

function modelField({ path }: Input, { calculation, redraw }: Form, described: string): TemplateResult {
  const { fields, wrong, models } = calculation.state;
  const owner = path.slice(0, path.indexOf("."));
  const at = `${owner}.provider`;
  return picker({
    path,
    value: fields[path] ?? "",
    choices: models.value ? choicesFor(path, models.value) : [],
    invalid: wrong.has(path),
    described,
    pick: ({ provider, id }) => calculation.set({ [path]: id, [at]: provider, ...elsewhere(owner) }),
    type: (name) => calculation.set({ [path]: name, [at]: "", ...elsewhere(owner) }),
    redraw,
  });
}

/** Where another model is served is not where this one was. */
const elsewhere = (owner: string): Record<string, string> => ({ [`${owner}.tier`]: "", [`${owner}.region`]: "" });

/** What the rate table says of the model that is named. */
function facts({ path, kind }: Input, { calculation }: Form): TemplateResult | typeof nothing {
  const { fields, models } = calculation.state;
  if (kind === "model" && models.error) {
    return html`
      <span class="wrong">The models of the rate table could not be had: ${models.error.message}</span>
      <button type="button" class="link" @click=${() => calculation.loadModels()}>Try again</button>
    `;
  }
  if (kind !== "model" || !models.value || !fields[path]) return nothing;
  const provider = fields[path.replace(/model$/, "provider")] ?? "";
  const choice = found(models.value, choicesFor(path, models.value), fields[path], provider);
  if (!choice) return html`A name of your own, or one that several sell.`;
  return html`${choice.title}: ${choice.costs}.${choice.notes.map((note) => html` <strong>${capitalised(note)}.</strong>`)}`;
}

const made = new WeakMap<Models, Map<string, Choice[]>>();

function choicesFor(path: string, models: Models): Choice[] {
  const kept = made.get(models) ?? new Map<string, Choice[]>();
  made.set(models, kept);
  const choices = kept.get(path) ?? (path === "candidate.model" ? toTrain(models) : toCall(models));
  kept.set(path, choices);
  return choices;
}
