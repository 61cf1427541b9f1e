// What it was spent on: by model, by provider, by project, the dearest first.
import { html, nothing, type TemplateResult } from "lit-html";
import { wide } from "../shell/wide.ts";
import { figure, money, numberText } from "../text/figures.ts";
import { toHash } from "./asked.ts";
import { amount, unpricedCell } from "./cells.ts";
import { compare, partOf } from "./decimals.ts";
import type { OnModel, Report, Spent } from "./report.ts";

export const dearestFirst = (spent: readonly Spent[]): Spent[] =>
  [...spent].sort((one, other) => compare(other.total_usd, one.total_usd));

export function breakdown({ spend, asked }: Report): TemplateResult {
  const linked = (name: string) => html`<a href=${toHash({ ...asked, project: name })}>${name}</a>`;
  const plain = (name: string) => html`${name}`;
  return html`
    <section class="card" aria-labelledby="models-title">
      <h2 id="models-title">By model</h2>
      ${models(spend.by_model, spend.total_usd)}
    </section>
    <div class="halves">
      <section class="card" aria-labelledby="projects-title">
        <h2 id="projects-title">By project</h2>
        ${groups("Project", spend.by_project, spend.total_usd, asked.project === null ? linked : plain)}
      </section>
      <section class="card" aria-labelledby="providers-title">
        <h2 id="providers-title">By provider</h2>
        ${groups("Provider", spend.by_provider, spend.total_usd, plain)}
      </section>
    </div>
  `;
}

function models(of: readonly OnModel[], total: string): TemplateResult {
  const heads = [
    "Cost",
    "Share",
    "Records",
    "Without price",
    "Input tokens",
    "of them cached",
    "Output tokens",
    "Saved by cache",
    "Saved by batches",
  ];
  return wide(
    "Spend by model",
    html`
      <table>
        <thead>
          <tr>
            <th scope="col">Model</th>
            ${heads.map((head) => html`<th scope="col" class="amount">${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${of.map((each) => model(each, total))}
        </tbody>
      </table>
    `,
  );
}

function model(of: OnModel, total: string): TemplateResult {
  const isTraining = of.category === "training";
  const tokens = (count: number) =>
    html`<td class="amount">${isTraining ? html`<span class="none">none</span>` : figure(count)}</td>`;
  return html`
    <tr>
      <th scope="row" class="model">
        <span class="name">${of.model}</span> ${badge(of.category)} <span class="hint below">${origin(of)}</span>
      </th>
      ${cost(of.cost_usd, of, total)}
      <td class="amount">${figure(of.records)}</td>
      ${unpricedCell(of.unpriced_records)} ${tokens(of.input_tokens)} ${tokens(of.cached_input_tokens)}
      ${tokens(of.output_tokens)} ${isPriced(of) ? html`${amount(of.cache_saving_usd)}${amount(of.batch_saving_usd)}` : notKnown(2)}
    </tr>
  `;
}

function badge(category: OnModel["category"]): TemplateResult | typeof nothing {
  if (category === "fine_tuned") return html`<span class="badge tuned">fine-tuned</span>`;
  if (category === "training") return html`<span class="badge training">training</span>`;
  if (category === "unknown") return html`<span class="badge unknown">base or fine-tuned?</span>`;
  return nothing;
}

/** Who served it, and for a fine-tune of which model it is one. */
function origin({ provider, category, base_model }: OnModel): string {
  const by = provider ?? "provider not known";
  return category === "fine_tuned" && base_model !== null ? `${by}, of ${base_model}` : by;
}

function groups(
  head: string,
  spent: readonly Spent[],
  total: string,
  shown: (name: string) => TemplateResult,
): TemplateResult {
  return wide(
    `Spend by ${head.toLowerCase()}`,
    html`
      <table>
        <thead>
          <tr>
            <th scope="col">${head}</th>
            ${["Cost", "Share", "Fine-tuned", "Records", "Without price"].map(
              (each) => html`<th scope="col" class="amount">${each}</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${dearestFirst(spent).map(
            (each) => html`
              <tr>
                <th scope="row">${each.name === null ? html`<span class="none">not known</span>` : shown(each.name)}</th>
                ${cost(each.total_usd, each, total)}
                ${isPriced(each) ? amount(each.fine_tuned_usd) : notKnown(1)}
                <td class="amount">${figure(each.records)}</td>
                ${unpricedCell(each.unpriced_records)}
              </tr>
            `,
          )}
        </tbody>
      </table>
    `,
  );
}

interface Counted {
  records: number;
  unpriced_records: number;
}

/** Whether any of the records has a price: where none has, nothing is known, and a zero would be wrong. */
export const isPriced = ({ records, unpriced_records }: Counted): boolean => unpriced_records < records;

function cost(usd: string, of: Counted, total: string): TemplateResult {
  if (!isPriced(of)) return html`<td class="amount"><span class="badge unknown">unpriced</span></td>${notKnown(1)}`;
  const least = of.unpriced_records
    ? html`<span class="hint" title=${`${numberText(of.unpriced_records)} without a price`}>at least</span> `
    : nothing;
  return html`<td class="amount">${least}${money(usd)}</td><td class="amount">${partOf(usd, total) ?? ""}</td>`;
}

const notKnown = (count: number): TemplateResult[] =>
  Array.from({ length: count }, () => html`<td class="amount none">not known</td>`);
