// Every honest alternative, the cheapest over the horizon first.
import { html, nothing, type TemplateResult } from "lit-html";
import { inPlainWords } from "../inputs/plain.ts";
import { wide } from "../shell/wide.ts";
import { figure, money } from "../text/figures.ts";
import type { Decision } from "./calculation.ts";

type Alternative = Decision["alternatives"][number];

/** The cheapest that are shown at first; those that are no other model are shown in any case. */
const FIRST = 6;

const APPROACHES: Readonly<Record<string, string>> = {
  prompt_caching: "The prompt cached",
  batch: "Sent in batches",
  cheaper_model: "A cheaper model",
  fine_tuning: "Fine-tuning",
  self_hosted_lora: "Your own GPUs (LoRA)",
  zero_shot_prompting: "A better prompt, no examples",
  few_shot_prompting: "A prompt with examples",
  system_prompt_optimization: "A better system prompt",
  today: "Today",
};

const approachText = (approach: string): string => APPROACHES[approach] ?? approach.replaceAll("_", " ");

export function alternatives({ alternatives: all, horizon }: Decision): TemplateResult {
  const shown = all.filter(({ approach }, place) => approach !== "cheaper_model" || place < FIRST);
  const others = all.filter((each) => !shown.includes(each));
  return html`
    <section class="card" aria-labelledby="alternatives-title">
      <h2 id="alternatives-title">What else there is</h2>
      <p class="hint">By what each costs over ${horizon.months} months: upfront, by the month, and the hours of engineering.</p>
      ${table(shown, horizon.months, "The alternatives")}
      ${
        others.length
          ? html`<details>
              <summary>${others.length} more cheaper models</summary>
              ${table(others, horizon.months, "More cheaper models")}
            </details>`
          : nothing
      }
    </section>
  `;
}

function table(rows: readonly Alternative[], months: number, name: string): TemplateResult {
  return wide(
    name,
    html`
      <table>
        <thead>
          <tr>
            <th scope="col">Approach, model, quality</th>
            <th scope="col" class="amount">Over ${months} months</th>
            <th scope="col" class="amount">A month</th>
            <th scope="col" class="amount">Saved a month</th>
            <th scope="col" class="amount">Upfront</th>
            <th scope="col" class="amount">Hours</th>
          </tr>
        </thead>
        <tbody>${rows.map(row)}</tbody>
      </table>
    `,
  );
}

function row(each: Alternative): TemplateResult {
  const { low, high } = each.engineering_hours;
  return html`
    <tr class=${each.approach === "fine_tuning" ? "ours" : each.applicable ? "" : "aside"}>
      <th scope="row">
        ${approachText(each.approach)}
        ${each.applicable ? nothing : html`<span class="badge">does not apply</span>`}
        <div class="model">${each.model} <span class="soft">${each.provider}</span></div>
        <div class="hint">Quality: ${each.quality_ceiling}</div>
        ${each.note ? html`<div class="hint">${inPlainWords(each.note)}</div>` : nothing}
      </th>
      <td class="amount">${money(each.total_usd)}</td>
      <td class="amount">${money(each.monthly_usd)}</td>
      <td class="amount">${money(each.saving_usd)}</td>
      <td class="amount">${money(each.upfront_usd)}</td>
      <td class="amount">${low === high ? figure(low) : html`${figure(low)} to ${figure(high)}`}</td>
    </tr>
  `;
}
