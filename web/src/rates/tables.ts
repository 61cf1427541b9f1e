// Tables of dated prices: those of the day in short, and every entry with its source, its check and what is noted.
import { html, nothing, type TemplateResult } from "lit-html";
import { wide } from "../shell/wide.ts";
import { day, numberText } from "../text/figures.ts";
import {
  type Charge,
  chargeLines,
  hostingCharges,
  hostingConditions,
  trainingCharges,
  trainingConditions,
} from "./charges.ts";
import type { Line } from "./histories.ts";
import { confirmedBadge, type Sources, sourcedCells, sourcedHeads, tokenPrice } from "./parts.ts";
import type { Dated, HostingPrice, TokenPrices, TrainingPrice } from "./prices.ts";
import { TOKEN_FIELDS } from "./words.ts";

/** How a table ends: `sources` for the whole story of each entry, or none for only whether it is confirmed. */
interface Told {
  caption: string;
  today: string;
  sources: Sources | null;
}

/** Input and output always, and what else has a price at all. */
function fieldsIn(entries: readonly TokenPrices[]): typeof TOKEN_FIELDS {
  const always = ["usd_per_million_input_tokens", "usd_per_million_output_tokens"];
  return TOKEN_FIELDS.filter(
    ([field]) =>
      always.includes(field) || entries.some((entry) => entry[field] != null || entry.long_context?.[field] != null),
  );
}

export function tokenTable(told: Told, lines: readonly Line<TokenPrices>[]): TemplateResult {
  const fields = fieldsIn(lines.map(({ entry }) => entry));
  const rows = lines.flatMap(({ what, entry }) => [{ what, entry }, ...longContext(what, entry)]);
  return datedTable(
    told,
    html`${fields.map(([, label]) => html`<th scope="col" class="amount">${label}</th>`)}`,
    rows,
    (entry) =>
      html`${fields.map(
        ([field]) => html`<td class="amount">${entry[field] == null ? none() : tokenPrice(entry, field)}</td>`,
      )}`,
  );
}

/** A call with a longer input is billed at other rates as a whole: a row of its own, from the same source. */
function longContext(what: string, entry: TokenPrices): Line<TokenPrices>[] {
  const rates = entry.long_context;
  if (!rates) return [];
  const above = numberText(rates.above_input_tokens);
  const remarks = { note: null, correction: null, reason: null };
  return [{ what: `${what}, calls over ${above} input tokens`, entry: { ...entry, ...rates, ...remarks } }];
}

const none = (): TemplateResult =>
  html`<span class="none" aria-hidden="true">–</span><span class="unseen">none is known</span>`;

export const trainingTable = (told: Told, lines: readonly Line<TrainingPrice>[]): TemplateResult =>
  chargeTable(told, lines, trainingCharges, trainingConditions);

export const hostingTable = (told: Told, lines: readonly Line<HostingPrice>[]): TemplateResult =>
  chargeTable(told, lines, hostingCharges, hostingConditions);

function chargeTable<Entry extends TrainingPrice | HostingPrice>(
  told: Told,
  lines: readonly Line<Entry>[],
  charges: (entry: Entry) => Charge[],
  conditions: (entry: Entry) => string[],
): TemplateResult {
  return datedTable(
    told,
    html`<th scope="col">Price</th>`,
    lines,
    (entry) => html`<td class="price">${chargeLines(charges(entry), conditions(entry), entry.confirmed)}</td>`,
  );
}

function datedTable<Entry extends Dated & Parameters<typeof sourcedCells>[1]>(
  { caption, today, sources }: Told,
  heads: TemplateResult,
  lines: readonly Line<Entry>[],
  cells: (entry: Entry) => TemplateResult,
): TemplateResult {
  return wide(
    caption,
    html`
      <table class="dated ${sources ? "whole" : "brief"}">
        <caption>${caption}</caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">${sources ? "Effective from" : "Since"}</th>
            ${heads} ${sources ? sourcedHeads() : html`<th scope="col">Confirmed</th>`}
          </tr>
        </thead>
        <tbody>
          ${lines.map(
            ({ what, entry }) => html`
              <tr>
                <th scope="row">${what}</th>
                <td class="day">
                  ${day(entry.effective_from)}
                  ${entry.effective_from > today ? html`<span class="badge unknown">to come</span>` : nothing}
                </td>
                ${cells(entry)}
                ${sources ? sourcedCells(sources, entry) : html`<td>${confirmedBadge(entry.confirmed)}</td>`}
              </tr>
            `,
          )}
        </tbody>
      </table>
    `,
  );
}
