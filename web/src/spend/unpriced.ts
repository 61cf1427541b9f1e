// Calls without a price: how many, of which models, and what gives them one.
import { html, type TemplateResult } from "lit-html";
import { counted, numberText } from "../text/figures.ts";
import { saidMonths } from "./asked.ts";
import { command } from "./commands.ts";
import type { OnModel, Report } from "./report.ts";

const MOST_SHOWN = 6;

interface UnpricedModel {
  model: string;
  provider: string | null;
  records: number;
}

/** Models with calls that have no price, those with most of them first. */
export function unpricedModels(models: readonly OnModel[]): UnpricedModel[] {
  return models
    .filter(({ unpriced_records }) => unpriced_records > 0)
    .map(({ model, provider, unpriced_records }) => ({ model, provider, records: unpriced_records }))
    .sort((one, other) => other.records - one.records || one.model.localeCompare(other.model));
}

/** What POST /v1/usage/reprice is sent for these models. It takes one month, or all. */
export function repricing({ asked }: Report, models: readonly UnpricedModel[]): Record<string, unknown> {
  return {
    ...(asked.since === asked.month ? { month: asked.month } : {}),
    ...(asked.project === null ? {} : { project: asked.project }),
    deployments: Object.fromEntries(models.slice(0, 1).map(({ model }) => [model, "gpt-4o"])),
  };
}

export function unpricedNotice(report: Report): TemplateResult {
  const { unpriced_records: count, by_model } = report.spend;
  const models = unpricedModels(by_model);
  const more = models.length - MOST_SHOWN;
  return html`
    <section class="notice" aria-labelledby="unpriced-title">
      <h2 id="unpriced-title">
        ${counted(count, "call")} ${count === 1 ? "has" : "have"} no price: ${count === 1 ? "it is" : "they are"} not in these
        figures
      </h2>
      <p>
        Nobody knows yet what ${count === 1 ? "it" : "they"} cost, so what was spent in ${saidMonths(report.asked)} is at
        least what is shown. Models without a price:
      </p>
      <ul>
        ${models
          .slice(0, MOST_SHOWN)
          .map(
            ({ model, provider, records }) =>
              html`<li><code>${model}</code>${provider === null ? "" : ` of ${provider}`}: ${counted(records, "call")}</li>`,
          )}
        ${more > 0 ? html`<li>and ${numberText(more)} more, in the table by model</li>` : ""}
      </ul>
      <details>
        <summary>How they get a price</summary>
        <p>
          Send <code>POST /v1/usage/reprice</code>. It prices calls whose model the rate table has come to know since;
          for a name of your own, <code>deployments</code> says which model it is. Put the right one in place of
          <code>gpt-4o</code>. What still has no price is told with the reason.
        </p>
        ${command("Command that prices calls again", "POST", "v1/usage/reprice", repricing(report, models))}
      </details>
    </section>
  `;
}
