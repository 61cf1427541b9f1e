// Spend month by month, as a chart and as the table that says the same.
import { html, nothing, type TemplateResult } from "lit-html";
import { memoized } from "../charts/memoized.ts";
import { monthsDrawing } from "../charts/months.ts";
import { wide } from "../shell/wide.ts";
import { figure } from "../text/figures.ts";
import { barsOf, type KINDS, kindsOf } from "./bars.ts";
import { amount, unpricedCell } from "./cells.ts";
import { type Period, type Timeline, timeline, withoutRecords } from "./periods.ts";
import type { Report, Spend, Spent } from "./report.ts";

const drawingOf = memoized((report: Report) => monthsDrawing(barsOf(report, timeline(report.spend))));

export function history(report: Report): TemplateResult {
  const { spend } = report;
  const line = timeline(spend);
  const title = line.unit === "month" ? "Month by month" : "Day by day";
  const none = withoutRecords(line);
  return html`
    <section class="card" aria-labelledby="history-title">
      <h2 id="history-title">${title}</h2>
      <payback-chart .drawing=${drawingOf(report)}></payback-chart>
      <p class="hint">
        ${none ?? nothing}
        ${spend.unpriced_records ? "Calls without a price are in no bar; the table counts them." : nothing}
      </p>
      <details ?open=${line.unit === "month" && line.periods.length <= 12}>
        <summary>The same as a table</summary>
        ${table(spend, line)}
      </details>
    </section>
  `;
}

function table(spend: Spend, { unit, periods }: Timeline): TemplateResult {
  const kinds = kindsOf(spend);
  const heads = [
    ...kinds.map(({ label }) => label),
    "Total",
    "Saved by cache",
    "Saved by batches",
    "Records",
    "Without price",
  ];
  return wide(
    `Spend by ${unit}`,
    html`
      <table>
        <thead>
          <tr>
            <th scope="col">${unit === "month" ? "Month" : "Day"}</th>
            ${heads.map((head) => html`<th scope="col" class="amount">${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${periods.map((period) => row(period, kinds, heads.length))}
        </tbody>
        <tfoot>
          <tr><th scope="row">Together</th>${cells(spend, kinds)}</tr>
        </tfoot>
      </table>
    `,
  );
}

function row({ text, spent, running }: Period, kinds: typeof KINDS, columns: number): TemplateResult {
  return html`
    <tr>
      <th scope="row" class="day">${text}${running ? html` <span class="hint">so far</span>` : nothing}</th>
      ${spent ? cells(spent, kinds) : html`<td class="none" colspan=${columns}>no record</td>`}
    </tr>
  `;
}

function cells(spent: Spent | Spend, kinds: typeof KINDS): TemplateResult {
  const amounts = [
    ...kinds.map(({ kind }) => spent[kind]),
    spent.total_usd,
    spent.cache_saving_usd,
    spent.batch_saving_usd,
  ];
  return html`
    ${amounts.map((usd) => amount(usd))}
    <td class="amount">${figure(spent.records)}</td>
    ${unpricedCell(spent.unpriced_records)}
  `;
}
