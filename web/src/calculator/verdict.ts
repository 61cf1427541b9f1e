// The verdict, in the API's own sentence, and the few figures that it rests on.
import { html, nothing, type TemplateResult } from "lit-html";
import { day, figure, money, moneyRange, monthsText } from "../text/figures.ts";
import type { Decision } from "./calculation.ts";

const VERDICTS: Readonly<Record<Decision["verdict"], readonly [tone: "pass" | "fail" | "unknown", title: string]>> = {
  fine_tune: ["pass", "Fine-tune"],
  improve_prompts: ["fail", "Improve the prompts first"],
  try_cheaper_model: ["fail", "Try a cheaper model first"],
  use_prompt_caching: ["fail", "Cache the prompt instead"],
  measure_quality: ["fail", "Measure the quality first"],
  collect_examples: ["fail", "Collect more examples first"],
  do_not_fine_tune: ["fail", "Do not fine-tune"],
  not_available: ["fail", "Not available"],
  need_more_information: ["unknown", "More has to be known"],
};

export function verdict(decision: Decision): TemplateResult {
  const [tone, title] = VERDICTS[decision.verdict];
  return html`
    <div class="verdict ${tone}">
      <p class="title">${title}</p>
      <p class="headline">${decision.headline}</p>
    </div>
    ${figures(decision)}
    ${remarks("What to do next", decision.next_steps)}
    ${remarks("Beware", decision.warnings)}
  `;
}

interface Brief {
  tone: string;
  title: string;
  /** Empty where it is not known, or never. */
  paysBack: string;
}

/** The answer in a few words. */
export function inBrief({ verdict: said, payback }: Decision): Brief {
  const [tone, title] = VERDICTS[said];
  const months = payback.months?.expected ?? null;
  return { tone, title, paysBack: months === null ? "" : `pays back in ${monthsText(months)}` };
}

function figures({ monthly, one_time, payback }: Decision): TemplateResult {
  const priced = one_time.total_usd !== null && monthly.saving_usd !== null;
  return html`
    <dl class="figures">
      <div><dt>A month today</dt><dd>${money(monthly.current_usd)}</dd></div>
      <div><dt>A month fine-tuned</dt><dd>${money(monthly.fine_tuned_usd)}</dd></div>
      <div><dt>Saved a month</dt><dd>${moneyRange(monthly.saving_usd)}</dd></div>
      <div><dt>Paid once</dt><dd>${moneyRange(one_time.total_usd)}</dd></div>
      <div><dt>Pays back in</dt><dd>${paysBack(payback, priced)}</dd></div>
      ${
        payback.retires_on ? html`<div><dt>Fine-tunes shut down</dt><dd>${day(payback.retires_on)}</dd></div>` : nothing
      }
    </dl>
  `;
}

function paysBack({ months, limit_months }: Decision["payback"], priced: boolean): TemplateResult {
  const limit = html`<span class="spread">limit: ${monthsText(limit_months)}</span>`;
  if (!months) return html`${priced ? "never" : html`<span class="none">not known</span>`} ${limit}`;
  const { low, expected, high } = months;
  const end = (point: string | null) => (point === null ? "never" : figure(point));
  const expectedText =
    expected === null
      ? "never"
      : html`<data value=${expected} title="${expected} months">${monthsText(expected)}</data>`;
  return html`
    ${expectedText} ${low === high ? nothing : html`<span class="spread">(${end(low)} to ${end(high)})</span>`} ${limit}
  `;
}

function remarks(title: string, told: readonly string[]): TemplateResult | typeof nothing {
  if (!told.length) return nothing;
  return html`<section class="card"><h2>${title}</h2><ul class="plain">${told.map((each) => html`<li>${each}</li>`)}</ul></section>`;
}
