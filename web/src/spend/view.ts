// Spend: month by month, fine-tuned against base, saved against promised, and how much of each budget is gone.
import { html, nothing, type TemplateResult } from "lit-html";
import { isAborted } from "../api/client.ts";
import { whenLoaded } from "../shell/states.ts";
import type { View } from "../shell/view.ts";
import { failed, type Loaded, loaded, loading, notLoaded, store } from "../store.ts";
import { day, moneyText } from "../text/figures.ts";
import { type Asked, fromHash, isSame, saidMonths } from "./asked.ts";
import { breakdown } from "./breakdown.ts";
import { budgets } from "./budgets.ts";
import { byLabel, controls } from "./controls.ts";
import { fineTunes } from "./fine-tunes.ts";
import { history } from "./history.ts";
import { noUsage, noUsageOf } from "./no-usage.ts";
import { fetchReport, type Report } from "./report.ts";
import { totals } from "./totals.ts";
import { unpricedNotice } from "./unpriced.ts";

interface State {
  asked: Asked;
  report: Loaded<Report>;
}

export function create(redraw: () => void): View {
  const state = store<State>({ asked: fromHash("", new Date()), report: notLoaded }, redraw);
  let running = new AbortController();

  async function load(asked: Asked): Promise<void> {
    running.abort(); // what was asked before is of no interest any more
    running = new AbortController();
    const { signal } = running;
    let report: Loaded<Report> = { ...state.state.report, loading: false };
    state.change({ asked, report: loading(report) });
    try {
      report = loaded(await fetchReport(asked, signal));
    } catch (error) {
      if (!isAborted(error)) report = failed(report, byLabel(error));
    } finally {
      if (!signal.aborted) state.change({ report });
    }
  }

  return {
    title: "Spend",
    open() {
      void load(fromHash(location.hash, new Date()));
    },
    view: () => view(state.state, () => void load(state.state.asked)),
  };
}

function view({ asked, report }: State, again: () => void): TemplateResult {
  const { value, error } = report;
  return html`
    <div class="spend">
      <h1>Spend</h1>
      <p class="lead">What your calls and training jobs really cost, month by month, and whether each fine-tune pays off.</p>
      ${controls({ asked, projects: value?.projects ?? [], error, now: new Date() })}
      <h2 class="range">${said(asked)}</h2>
      <p class="unseen" role="status">${report.loading ? "" : announced(report)}</p>
      <div aria-busy=${report.loading ? "true" : "false"}>
        ${whenLoaded(report, (shown) => html`${earlier(shown, asked, report.loading)}${body(shown)}`, again)}
      </div>
    </div>
  `;
}

const announced = ({ value, error }: Loaded<Report>): string =>
  value === null || error ? "" : `Shown: ${said(value.asked)}. Total ${moneyText(value.spend.total_usd)}.`;

const said = (asked: Asked): string => `${saidMonths(asked)}, ${asked.project ?? "all projects"}`;

/** What was had before stays where something else could not be had, and says what it is. */
function earlier(shown: Report, asked: Asked, isLoading: boolean): TemplateResult | typeof nothing {
  if (isLoading || isSame(shown.asked, asked)) return nothing;
  return html`<p class="notice">Below is what was shown before: ${said(shown.asked)}.</p>`;
}

function body(report: Report): TemplateResult {
  const { spend, asked } = report;
  const isEmpty = spend.records === 0;
  const hasMore = spend.budgets.length > 0 || spend.fine_tunes.length > 0;
  if (isEmpty) {
    const about =
      asked.project !== null && report.projects.length > 0
        ? noUsageOf(asked, asked.project)
        : noUsage(asked, new Date());
    return html`${about}${hasMore ? html`${fineTunes(report)}${budgets(report)}` : nothing}${source(report)}`;
  }
  return html`
    ${spend.unpriced_records ? unpricedNotice(report) : nothing} ${totals(spend)} ${history(report)} ${fineTunes(report)}
    ${budgets(report)} ${breakdown(report)} ${source(report)}
  `;
}

function source({ asked, spend }: Report): TemplateResult {
  const query = new URLSearchParams({ since: asked.since, month: asked.month });
  if (asked.project !== null) query.set("project", asked.project);
  return html`
    <p class="hint source">
      As of ${day(spend.as_of)}, in months and days of UTC. A record is one call of a model, or one training job. What fine-tunes
      replaced is priced by the rates of <code>${spend.rates_version}</code>. The same for programs:
      <code>GET /v1/spend?${query.toString()}</code>, and for a spreadsheet with <code>&format=csv</code>.
    </p>
  `;
}
