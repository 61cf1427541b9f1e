// Budgets: what is spent of each limit, which thresholds are reached, and where the month will end.
import { html, nothing, type TemplateResult } from "lit-html";
import { emptyState } from "../shell/states.ts";
import { day, money } from "../text/figures.ts";
import { saidMonth, toHash } from "./asked.ts";
import { command } from "./commands.ts";
import { percentText } from "./decimals.ts";
import { alertsText, limitName, outlook } from "./limits.ts";
import type { Alert, Budget, LimitStatus, Report } from "./report.ts";

export function budgets(report: Report): TemplateResult {
  const { spend, alerts } = report;
  const projects = [...new Set(spend.budgets.map(({ project }) => project))];
  return html`
    <section aria-labelledby="budgets-title">
      <h2 id="budgets-title">Budgets in ${saidMonth(spend.month)}</h2>
      ${
        projects.length
          ? html`
              <p class="hint">How a forecast is made: ${spend.forecast_method}. As of ${day(spend.as_of)}, in UTC.</p>
              <div class="cards">${projects.map((project) => card(project, report))}</div>
              ${alerts.length ? sent(alerts) : nothing}
            `
          : none(report)
      }
    </section>
  `;
}

function none({ asked, projects }: Report): TemplateResult {
  const project = asked.project ?? projects[0] ?? "support";
  return html`
    ${emptyState(
      asked.project === null ? "No project has a budget" : `${asked.project} has no budget`,
      html`Set one with <code>PUT /v1/budgets/{project}</code>, and an alert comes before it is gone: at the shares that you
        choose, and when the month is forecast to go over.`,
    )}
    <details>
      <summary>How to set one</summary>
      ${command("Command that sets a budget", "PUT", `v1/budgets/${encodeURIComponent(project)}`, {
        monthly_usd: "200",
        thresholds: ["0.5", "0.8", "1"],
      })}
    </details>
  `;
}

function card(project: string, { asked, spend, budgets: all }: Report): TemplateResult {
  const link = toHash({ ...asked, project });
  return html`
    <article class="card">
      <h3>${asked.project === null ? html`<a href=${link}>${project}</a>` : project}</h3>
      ${spend.budgets
        .filter((status) => status.project === project)
        .map((status) => limit(status, all[project], spend.month, spend.as_of))}
    </article>
  `;
}

function limit(status: LimitStatus, budget: Budget | undefined, month: string, today: string): TemplateResult {
  const name = limitName(status.limit);
  const share = percentText(status.share);
  const { text, over } = outlook(status, month, today);
  return html`
    <div class="limit">
      <p class="line"><strong>${name}</strong> <strong class=${Number(status.share) > 1 ? "fail" : ""}>${share}</strong></p>
      <meter
        min="0"
        max="1"
        low=${Math.min(Number(budget?.thresholds[0] ?? 0.8), 0.99)}
        high="0.9999"
        optimum="0"
        value=${Math.min(Number(status.share), 1)}
        aria-label=${`${status.project}, ${name.toLowerCase()}: share of the budget that is spent`}
        aria-valuetext=${share}
      ></meter>
      <p>${money(status.spent_usd)} of ${money(status.monthly_usd)} spent. <span class=${over ? "fail" : ""}>${text}</span></p>
      ${budget ? html`<p class="hint">${alertsText(status, budget, today.startsWith(month))}</p>` : nothing}
    </div>
  `;
}

const sent = (alerts: readonly Alert[]): TemplateResult => html`
  <details class="card">
    <summary>Alerts that were sent (${alerts.length})</summary>
    <ul class="alerts">
      ${alerts.map(
        ({ text, first_at, announced }) => html`
          <li>
            <p class="hint">
              <time datetime=${first_at} title=${first_at}>${momentText(first_at)}</time>${announced ? "" : ", on its way"}
            </p>
            <p class="said">${text}</p>
          </li>
        `,
      )}
    </ul>
  </details>
`;

const momentText = (moment: string): string =>
  new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" }).format(new Date(moment));
