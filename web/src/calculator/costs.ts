// The cost lines: quantity times price, with their sums.
import { html, nothing, type TemplateResult } from "lit-html";
import { wide } from "../shell/wide.ts";
import { figure, money, moneyRange } from "../text/figures.ts";
import type { Decision } from "./calculation.ts";

type Line = Decision["one_time"]["lines"][number];

export function costs({ one_time, monthly }: Decision): TemplateResult {
  return html`
    <section class="card" aria-labelledby="costs-title">
      <h2 id="costs-title">What it costs</h2>
      ${wide(
        "The cost lines",
        html`
        ${table("Once", one_time.lines, moneyRange(one_time.total_usd))}
        ${table("A month today", monthly.current_lines, money(monthly.current_usd))}
        ${
          monthly.fine_tuned_lines.length
            ? table("A month fine-tuned", monthly.fine_tuned_lines, money(monthly.fine_tuned_usd))
            : nothing
        }
      `,
      )}
    </section>
  `;
}

function table(title: string, lines: readonly Line[], sum: TemplateResult): TemplateResult {
  return html`
    <table class="lines">
      <caption>${title}</caption>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col" class="amount">Quantity</th>
          <th scope="col" class="amount">Price of one</th>
          <th scope="col" class="amount">Cost</th>
        </tr>
      </thead>
      <tbody>
        ${lines.map(
          (line) => html`
            <tr>
              <td>${line.name}</td>
              <td class="amount">${figure(line.quantity, line.unit)}</td>
              <td class="amount">${money(line.unit_price_usd)}</td>
              <td class="amount">${moneyRange(line.cost_usd)}</td>
            </tr>
          `,
        )}
      </tbody>
      <tfoot>
        <tr><th scope="row" colspan="3">In all</th><td class="amount">${sum}</td></tr>
      </tfoot>
    </table>
  `;
}
