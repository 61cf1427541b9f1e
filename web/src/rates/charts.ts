// The price history of a model as charts: its own prices and its fine-tunes' side by side, in one measure.
import { html, type TemplateResult } from "lit-html";
import type { Drawing } from "../charts/element.ts";
import { type History, historyDrawing, type PriceLine } from "../charts/history.ts";
import { memoized } from "../charts/memoized.ts";
import type { Tint } from "../charts/palette.ts";
import { type Span, spanOf, stepsOf } from "../charts/steps.ts";
import { epochDay } from "../text/days.ts";
import { dayText, priceText } from "../text/figures.ts";
import type { Way } from "./histories.ts";
import type { Model, TokenPrices } from "./prices.ts";
import type { TokenField } from "./words.ts";

const LINES: readonly (readonly [TokenField, string, Tint])[] = [
  ["usd_per_million_input_tokens", "Input", "cached"],
  ["usd_per_million_cached_input_tokens", "Cached input", "hosted"],
  ["usd_per_million_output_tokens", "Output", "cheaper"],
];

export function historyCharts(name: string, model: Model, way: Way, day: string): TemplateResult {
  const drawn = drawings(name, model, way, day);
  if (drawn.length === 0) return html`<p class="soft">No price by the token is known, so there is none to draw.</p>`;
  return html`<div class="histories">${drawn.map(([title, drawing]) => figure(title, name, drawing))}</div>`;
}

const drawings = memoized(drawingsOf);

/** A chart for each list that has prices, by its title. */
function drawingsOf(name: string, model: Model, way: Way, day: string): (readonly [title: string, Drawing])[] {
  const lists = [["Base model", way.base] as const, ["Fine-tuned", way.tuned] as const];
  const both = [...way.base, ...way.tuned];
  const today = epochDay(day);
  const span = spanOf(both, today, model.retires_on ? epochDay(model.retires_on.date) : null);
  const highest = Math.max(...both.flatMap((entry) => LINES.map(([field]) => Number(entry[field] ?? 0))));
  return lists
    .filter(([, entries]) => entries.length > 0)
    .map(([title, entries]) => {
      const history = historyOf(`${title}, ${name}`, entries, { span, today, highest });
      return [title, historyDrawing(history)] as const;
    });
}

const figure = (title: string, name: string, drawing: Drawing): TemplateResult => html`
  <section class="history" aria-label="Price history, ${title} ${name}">
    <h3>${title}</h3>
    <payback-chart .drawing=${drawing}></payback-chart>
  </section>
`;

function historyOf(
  title: string,
  entries: readonly TokenPrices[],
  measure: { span: Span; today: number; highest: number },
): History {
  const lines: PriceLine[] = LINES.filter(([field]) => entries.some((entry) => entry[field] != null)).map(
    ([field, label, tint]) => ({ label, tint, points: stepsOf(entries, field, measure.today, measure.span.to) }),
  );
  return { name: `${title}, USD per million tokens. ${entries.map(inWords).join(". ")}.`, lines, ...measure };
}

function inWords(entry: TokenPrices): string {
  const prices = LINES.flatMap(([field, label]) => {
    const usd = entry[field];
    return usd == null ? [] : [`${label.toLowerCase()} ${priceText(usd)}`];
  });
  return `From ${dayText(entry.effective_from)}: ${prices.join(", ")}`;
}
