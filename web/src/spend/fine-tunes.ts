// Each registered fine-tune: what it saved of what was promised, and when what it cost is repaid.
import { html, nothing, type TemplateResult } from "lit-html";
import { emptyState } from "../shell/states.ts";
import { counted, money, moneyText } from "../text/figures.ts";
import { saidMonth } from "./asked.ts";
import { command } from "./commands.ts";
import { table } from "./fine-tune-table.ts";
import { savingText, verdict } from "./promise.ts";
import { keepsItsDay, repaymentText } from "./repayment.ts";
import type { Report, Saving, Spend } from "./report.ts";

export function fineTunes({ spend }: Report): TemplateResult {
  const tuned = spend.fine_tunes;
  return html`
    <section aria-labelledby="fine-tunes-title">
      <h2 id="fine-tunes-title">Fine-tunes: saved against promised</h2>
      ${tuned.length ? registered(tuned, spend) : none()} ${unregistered(spend)}
    </section>
  `;
}

const none = (): TemplateResult =>
  emptyState(
    "No fine-tune is registered",
    html`Register one with <code>PUT /v1/fine-tunes/{name}</code>: which model it is, what it replaced, what it cost and
      what was promised. From then on its saving is measured here, call by call.`,
  );

function registered(tuned: readonly Saving[], spend: Spend): TemplateResult {
  return html`
    <p class="hint">
      From the day on which each is in use up to the end of ${saidMonth(spend.month)}, or today: what its calls would have
      cost without it, less what they and its hosting cost.
    </p>
    <div class="cards">${measuredFirst(tuned).map(card)}</div>
    <details class="card">
      <summary>Every figure of the fine-tunes as a table</summary>
      ${table(tuned, spend.month)}
    </details>
  `;
}

const ORDER: readonly Saving["status"][] = ["measured", "unpriced_baseline", "not_in_use_yet"];

export const measuredFirst = (tuned: readonly Saving[]): Saving[] =>
  [...tuned].sort((one, other) => ORDER.indexOf(one.status) - ORDER.indexOf(other.status));

function card(tuned: Saving): TemplateResult {
  const { text, tone } = verdict(tuned);
  const notes = [
    ...tuned.warnings,
    ...(tuned.unpriced_records
      ? [
          `${counted(tuned.unpriced_records, "call")} of it ${tuned.unpriced_records === 1 ? "has" : "have"} no price, so neither side counts them`,
        ]
      : []),
  ];
  return html`
    <article class="card">
      <header><h3>${tuned.name}</h3><span class="badge ${tone}">${text}</span></header>
      <p class="model"><code>${tuned.model}</code></p>
      <p>${savingText(tuned)}</p>
      ${bars(tuned)}
      <p>${repaymentText(tuned)} ${dayBadge(tuned)}</p>
      ${notes.map((note) => html`<p class="unknown">Note: ${note}.</p>`)}
      <details>
        <summary>How it is measured</summary>
        <ul class="plain">
          ${tuned.assumptions.map((each) => html`<li>${each}</li>`)}
        </ul>
      </details>
    </article>
  `;
}

/** Both amounts on one scale. A loss has no length; its line says what it is. */
function bars({ to_date: saved, promised_to_date_usd: promised, name }: Saving): TemplateResult | typeof nothing {
  if (saved === null || promised === null) return nothing;
  const most = Math.max(Number(saved.saving_usd), Number(promised), 0);
  const bar = (label: string, usd: string, kind: string) => html`
    <div class=${kind}>
      <span>${label}</span>
      <meter
        min="0"
        max=${most || 1}
        value=${Math.max(Number(usd), 0)}
        aria-label=${`${name}: ${label.toLowerCase()}`}
        aria-valuetext=${moneyText(usd)}
      ></meter>
      <span class="amount">${money(usd)}</span>
    </div>
  `;
  return html`<div class="bars">${bar("Saved", saved.saving_usd, "saved")}${bar("Promised", promised, "promised")}</div>`;
}

function dayBadge(tuned: Saving): TemplateResult | typeof nothing {
  const kept = keepsItsDay(tuned);
  if (kept === null) return nothing;
  return kept
    ? html`<span class="badge pass">In time</span>`
    : html`<span class="badge fail">Later than promised</span>`;
}

function unregistered({ since, by_model, fine_tunes }: Spend): TemplateResult | typeof nothing {
  const known = new Set(fine_tunes.map(({ model }) => model));
  const models = by_model.filter(({ category, model }) => category === "fine_tuned" && !known.has(model));
  const names = [...new Set(models.map(({ model }) => model))];
  if (fine_tunes.length && !names.length) return nothing;
  const [example = "ft:gpt-4o-mini-2024-07-18:acme::tickets"] = names;
  const body = {
    model: example,
    in_use_from: `${since}-01`,
    baseline: { model: "gpt-4o" },
    one_time_usd: "450",
    promised: { saving_usd_per_month: "120", one_time_usd: "450", payback_months: "3.75" },
  };
  return html`
    ${
      names.length
        ? html`<p>
            Called in these months and not registered, so nobody knows what ${names.length === 1 ? "it saves" : "they save"}:
            ${names.map((name, index) => html`${index ? ", " : ""}<code>${name}</code>`)}.
          </p>`
        : nothing
    }
    <details>
      <summary>How to register one</summary>
      <p>
        The figures are an example. In place of <code>promised</code>, <code>decision</code> takes the request of
        <code>POST /v1/decisions</code> by which it was decided.
      </p>
      ${command("Command that registers a fine-tune", "PUT", "v1/fine-tunes/my-fine-tune", body)}
    </details>
  `;
}
