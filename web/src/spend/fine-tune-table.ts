// Every figure of the fine-tunes, for those who want to check. What is not known is said.
import { html, type TemplateResult } from "lit-html";
import { wide } from "../shell/wide.ts";
import { day, figure, money } from "../text/figures.ts";
import { saidMonth } from "./asked.ts";
import { percentText } from "./decimals.ts";
import type { Saving } from "./report.ts";

export function table(tuned: readonly Saving[], month: string): TemplateResult {
  const heads = [
    ...["Calls", "Without it", "Calls cost", "Hosting", "Saved", "Promised for these days", "Share of the promise"],
    ...[`Saved in ${saidMonth(month)}`, "Promised a month", "Cost once", "Left to repay"],
  ];
  return wide(
    "Fine-tunes",
    html`
      <table>
        <thead>
          <tr>
            <th scope="col">Fine-tune</th>
            <th scope="col">In use from</th>
            ${heads.map((head) => html`<th scope="col" class="amount">${head}</th>`)}
            <th scope="col">Repaid</th>
            <th scope="col">Promised to be</th>
          </tr>
        </thead>
        <tbody>
          ${tuned.map(row)}
        </tbody>
      </table>
    `,
  );
}

const ifKnown = (usd: string | null | undefined, or: string): TemplateResult =>
  usd === null || usd === undefined ? html`<span class="none">${or}</span>` : money(usd);

function row(tuned: Saving): TemplateResult {
  const { to_date: saved, share_of_promise: share, repaid_on, expected_repaid_on: expected } = tuned;
  const unmeasured = tuned.status === "not_in_use_yet" ? "not in use" : "not known";
  const unpromised = tuned.promised_usd_per_month === null ? "not promised" : unmeasured;
  const unpaid = tuned.one_time_usd === null ? "not known" : saved ? "not repaid" : unmeasured;
  const cells = [
    saved ? figure(saved.calls) : ifKnown(null, unmeasured),
    ifKnown(saved?.baseline_usd, unmeasured),
    ifKnown(saved?.fine_tuned_usd, unmeasured),
    ifKnown(saved?.hosting_usd, unmeasured),
    ifKnown(saved?.saving_usd, unmeasured),
    ifKnown(tuned.promised_to_date_usd, unpromised),
    share === null ? ifKnown(null, unpromised) : html`<data value=${share} title=${share}>${percentText(share)}</data>`,
    ifKnown(tuned.month?.saving_usd, unmeasured),
    ifKnown(tuned.promised_usd_per_month, unpromised),
    money(tuned.one_time_usd),
    ifKnown(tuned.left_to_repay_usd, unpaid),
  ];
  return html`
    <tr>
      <th scope="row">${tuned.name}</th>
      <td class="day">${day(tuned.in_use_from)}</td>
      ${cells.map((cell) => html`<td class="amount">${cell}</td>`)}
      <td class="day">
        ${repaid_on ? day(repaid_on) : expected ? html`${day(expected)}, expected` : ifKnown(null, unpaid)}
      </td>
      <td class="day">
        ${tuned.promised_repaid_on ? day(tuned.promised_repaid_on) : ifKnown(null, "not promised")}
      </td>
    </tr>
  `;
}
