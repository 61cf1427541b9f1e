// The figures of the months together.
import { html, nothing, type TemplateResult } from "lit-html";
import { counted, figure, money, numberText } from "../text/figures.ts";
import { compare, isZero, partOf } from "./decimals.ts";
import type { Spend } from "./report.ts";

export function totals(spend: Spend): TemplateResult {
  const { unpriced_records: unpriced, cache_saving_usd: cache } = spend;
  const records = counted(spend.records, "record");
  return html`
    <dl class="figures">
      ${one("Total", money(spend.total_usd), unpriced ? `at least: ${numberText(unpriced)} of ${records} unpriced` : records, "total")}
      ${one("Base models", money(spend.base_usd), ofTotal(spend.base_usd, spend))}
      ${one("Fine-tuned models", money(spend.fine_tuned_usd), ofTotal(spend.fine_tuned_usd, spend))}
      ${one("Training", money(spend.training_usd), ofTotal(spend.training_usd, spend))}
      ${
        isZero(spend.unknown_usd)
          ? nothing
          : one("Base or fine-tuned", money(spend.unknown_usd), "the model's name does not tell which")
      }
      ${one(
        "Saved by the cache",
        money(cache),
        compare(cache, "0") < 0 ? "writing to it cost more than it saved" : "less what writing to it cost",
      )}
      ${one("Saved by batches", money(spend.batch_saving_usd), "against the same calls one by one")}
      ${one(
        "Calls without a price",
        figure(unpriced),
        unpriced ? "in none of these amounts" : "every call has one",
        unpriced ? "unpriced" : "",
      )}
    </dl>
  `;
}

const one = (name: string, value: TemplateResult, about: string, kind = ""): TemplateResult => html`
  <div class=${kind || nothing}><dt>${name}</dt><dd>${value}</dd><dd class="about">${about}</dd></div>
`;

function ofTotal(usd: string, { total_usd }: Spend): string {
  const share = partOf(usd, total_usd);
  return share === null || isZero(usd) ? "none of the total" : `${share} of the total`;
}
