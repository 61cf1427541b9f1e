// What else is known of a model: the days on which it ends, its limits, and how its calls are cached.
import { html, nothing, type TemplateResult } from "lit-html";
import { wide } from "../shell/wide.ts";
import { counted, day, numberText } from "../text/figures.ts";
import { confirmedBadge, type Sourced, type Sources, sourcedCells, sourcedHeads } from "./parts.ts";
import { type Ends, type Model, type Provider, trainingClosesOn } from "./prices.ts";

interface Ending {
  what: string;
  past: string;
  event: Ends;
}

/** The days on which it can no longer be used, the first to come first. */
export function endings(provider: Provider, model: Model): Ending[] {
  const named: readonly (readonly [string, string, Ends | null | undefined])[] = [
    ["Training closes", "Training was closed", trainingClosesOn(provider, model)],
    ["The model is shut down", "The model was shut down", model.retires_on],
    ["Its fine-tunes are shut down", "Its fine-tunes were shut down", model.fine_tunes_retire_on],
  ];
  return named
    .flatMap(([what, past, event]) => (event ? [{ what, past, event }] : []))
    .sort((a, b) => a.event.date.localeCompare(b.event.date));
}

export function endingsTable(sources: Sources, all: readonly Ending[], today: string): TemplateResult {
  if (all.length === 0) return html`<p class="soft">No day is known on which it ends.</p>`;
  const rows = all.map(({ what, past, event }) => ({
    what: event.date <= today ? past : what,
    value: html`${day(event.date)}`,
    sourced: event,
  }));
  return factsTable("Days on which it ends", "On", sources, rows);
}

interface Fact {
  what: string;
  value: TemplateResult;
  sourced: Sourced;
}

export function limitsTable(sources: Sources, model: Model): TemplateResult {
  const rows = limitsOf(model).map(([what, value, sourced]) => ({ what, value: html`${value}`, sourced }));
  if (rows.length === 0) return html`<p class="soft">No limit is known.</p>`;
  return factsTable("Limits", "Limit", sources, rows);
}

type Limit = [what: string, value: string, sourced: Sourced];

/** Each limit in words, with the entry that says so. */
function limitsOf({ limits, prompt_caching: caching }: Model): Limit[] {
  const found: Limit[] = [];
  if (limits) {
    const tokens = (what: string, count: number | null | undefined): Limit[] =>
      count == null ? [] : [[what, counted(count, "token"), limits]];
    const examples = (what: string, count: number | null | undefined): Limit[] =>
      count == null ? [] : [[what, counted(count, "example"), limits]];
    found.push(
      ...tokens("Input of a call, at most", limits.input_tokens_per_call),
      ...examples("Training file, at least", limits.minimum_examples),
      ...examples("Training file, at most", limits.maximum_examples),
      ...Object.entries(limits.recommended_examples ?? {}).flatMap(([method, count]) =>
        examples(`Training file, better at least (${method})`, count),
      ),
      ...tokens("Training file, better at least", limits.recommended_training_tokens),
      ...tokens("Training example, at most", limits.training_tokens_per_example),
    );
  }
  if (caching) {
    const from = `from ${numberText(caching.minimum_tokens)} tokens on`;
    const steps = caching.step_tokens > 1 ? `, in steps of ${numberText(caching.step_tokens)}` : "";
    found.push(["A repeated start of the prompt is cached", `${from}${steps}`, caching]);
  }
  return found;
}

function factsTable(caption: string, head: string, sources: Sources, rows: readonly Fact[]): TemplateResult {
  return wide(
    caption,
    html`
      <table class="dated whole">
        <caption>${caption}</caption>
        <thead><tr><th scope="col">What</th><th scope="col">${head}</th>${sourcedHeads()}</tr></thead>
        <tbody>
          ${rows.map(
            ({ what, value, sourced }, at) => html`
              <tr>
                <th scope="row">${what}</th><td class="day">${value}</td>
                ${rows[at - 1]?.sourced === sourced ? nothing : sourcedCells(sources, sourced, sameSource(rows, at))}
              </tr>
            `,
          )}
        </tbody>
      </table>
    `,
  );
}

/** How many rows from here on say so on one authority: it is told once. */
function sameSource(rows: readonly Fact[], at: number): number {
  const next = rows.findIndex(({ sourced }, index) => index > at && sourced !== rows[at]?.sourced);
  return (next < 0 ? rows.length : next) - at;
}

/** A day that ends something, in a line at the top. */
export const endingLine = ({ what, past, event }: Ending, today: string): TemplateResult => html`
  <li>${event.date <= today ? past : what} on ${day(event.date)} ${confirmedBadge(event.confirmed)}</li>
`;
