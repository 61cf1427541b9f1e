// The two charts of a decision, each with its figures as a table: cost over the months, and what matters most.
import { html, nothing, type TemplateResult } from "lit-html";
import { breakEven, cumulativeDrawing, linesOf, monthsShown, monthTitle, retirement } from "../charts/cumulative.ts";
import { memoized } from "../charts/memoized.ts";
import { inputLabel, paybackText, tornadoDrawing } from "../charts/tornado.ts";
import { whenLoaded } from "../shell/states.ts";
import { wide } from "../shell/wide.ts";
import { figure, moneyRange } from "../text/figures.ts";
import type { Calculation, Decided, Sensitivity } from "./calculation.ts";

const cumulativeOf = memoized(cumulativeDrawing);
const tornadoOf = memoized(tornadoDrawing);

export function overTheMonths({ decision, fields }: Decided): TemplateResult {
  const lines = linesOf(decision);
  const even = breakEven(decision);
  const end = retirement(decision);
  return html`
    <section class="card" aria-labelledby="months-title">
      <h2 id="months-title">Cost over ${decision.horizon.months} months</h2>
      <payback-chart .drawing=${cumulativeOf(decision)}></payback-chart>
      <p class="marks">
        ${even ? html`<span class="badge break-even">${even.label}</span>` : nothing}
        ${end ? html`<span class="badge shut-down">${end.label}</span>` : nothing}
      </p>
      ${
        fields["workload.cacheable_input_tokens"]
          ? nothing
          : html`<p class="hint">To see the same prompt cached, say how many input tokens are the same in every call.</p>`
      }
      <details>
        <summary>As a table</summary>
        ${wide(
          "The months as a table",
          html`
          <table>
            <thead>
              <tr><th scope="col">Month</th>${lines.map(({ label }) => html`<th scope="col" class="amount">${label}</th>`)}</tr>
            </thead>
            <tbody>
              ${monthsShown(decision.horizon.months).map(
                (month) => html`
                  <tr>
                    <th scope="row">${monthTitle(month)}</th>
                    ${lines.map(({ points }) => html`<td class="amount">${moneyRange(points[month])}</td>`)}
                  </tr>
                `,
              )}
            </tbody>
          </table>
        `,
        )}
      </details>
    </section>
  `;
}

export function whatMatters(calculation: Calculation): TemplateResult {
  const { sensitivity } = calculation.state;
  return html`
    <section class="card" aria-labelledby="matters-title" aria-busy=${sensitivity.loading ? "true" : "false"}>
      <h2 id="matters-title">What matters most</h2>
      <div class=${sensitivity.loading ? "before" : ""}>
        ${whenLoaded(sensitivity, tornado, () => calculation.again())}
      </div>
    </section>
  `;
}

function tornado(sensitivity: Sensitivity): TemplateResult {
  const { inputs, reason } = sensitivity;
  if (!inputs.length) return html`<p class="soft">${reason ?? "No input moves when it pays back."}</p>`;
  const never = inputs.every(({ low, high }) => low.months === null && high.months === null);
  if (never && sensitivity.months === null) {
    return html`<p class="soft">It never pays back, and no input by itself changes that between its low and its high.</p>`;
  }
  const swing = Number(sensitivity.swing) * 100;
  return html`
    <p class="hint">
      When it pays back, with one input at a time from its low to its high: its own range where it has one, else
      ${figure(swing)}% less and more.
    </p>
    <payback-chart class="tornado" .drawing=${tornadoOf(sensitivity)}></payback-chart>
    <details>
      <summary>As a table</summary>
      ${wide(
        "What matters as a table",
        html`
        <table>
          <thead>
            <tr>
              <th scope="col">Input</th>
              <th scope="col" class="amount">Low</th>
              <th scope="col" class="amount">Pays back in</th>
              <th scope="col" class="amount">High</th>
              <th scope="col" class="amount">Pays back in</th>
            </tr>
          </thead>
          <tbody>
            ${inputs.map(
              ({ input, low, high }) => html`
                <tr>
                  <th scope="row">${inputLabel(input)}</th>
                  <td class="amount">${figure(low.value)}</td>
                  <td class="amount">${paybackText(low.months)}</td>
                  <td class="amount">${figure(high.value)}</td>
                  <td class="amount">${paybackText(high.months)}</td>
                </tr>
              `,
            )}
          </tbody>
        </table>
      `,
      )}
    </details>
  `;
}
