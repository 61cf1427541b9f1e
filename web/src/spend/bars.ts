// What the chart of the months draws: every period, and what its money was spent on.
import type { Bars, Series } from "../charts/months.ts";
import { moneyText } from "../text/figures.ts";
import { saidMonths } from "./asked.ts";
import { isZero } from "./decimals.ts";
import { dearest, type Period, type Timeline } from "./periods.ts";
import type { LimitStatus, Report, Spend } from "./report.ts";

type Kind = "base_usd" | "fine_tuned_usd" | "training_usd" | "unknown_usd";

export const KINDS: readonly (Omit<Series, "usd"> & { kind: Kind })[] = [
  { kind: "base_usd", label: "Base models", tint: "today", filling: "plain" },
  { kind: "fine_tuned_usd", label: "Fine-tuned models", tint: "tuned", filling: "striped" },
  { kind: "training_usd", label: "Training", tint: "cheaper", filling: "dotted" },
  { kind: "unknown_usd", label: "Base or fine-tuned: not known", tint: "hosted", filling: "crossed" },
];

/** What money was spent on. A model whose name does not tell is named only where money was spent on one. */
export const kindsOf = (spend: Spend) =>
  KINDS.filter(({ kind }) => kind !== "unknown_usd" || !isZero(spend.unknown_usd));

export function barsOf({ spend, asked }: Report, line: Timeline): Bars {
  // The limit of a month is no limit of a day, and those of several projects are no limit of them all.
  const total = spend.budgets.find(({ limit }) => limit === "total");
  const budget = line.unit === "month" && asked.project !== null ? total : undefined;
  const expected = line.periods.at(-1)?.running ? budget?.forecast_usd : null;
  return {
    name: [chartName(line, spend), ...budgetWords(budget, expected), "The table below has every figure."].join(" "),
    labels: line.periods.map(labelOf(line)),
    series: kindsOf(spend).map(({ kind, ...series }) => ({
      ...series,
      usd: line.periods.map(({ spent }) => spent?.[kind] ?? "0"),
    })),
    limit: budget && line.periods.length > 1 ? { label: "Budget of a month", usd: budget.monthly_usd } : null,
    forecast: expected ? { label: "Forecast", usd: expected } : null,
  };
}

function budgetWords(budget: LimitStatus | undefined, expected: string | null | undefined): string[] {
  if (!budget) return [];
  const limit = `The budget of a month is ${moneyText(budget.monthly_usd)}.`;
  return expected ? [limit, `The month that runs is forecast to come to ${moneyText(expected)}.`] : [limit];
}

function labelOf({ unit }: Timeline): (period: Period) => string[] {
  return ({ name, text, running }) =>
    unit === "day" ? [String(Number(name.slice(-2)))] : running ? [text, "so far"] : [text];
}

function chartName(line: Timeline, spend: Spend): string {
  const most = dearest(line);
  const kinds = kindsOf(spend).map(({ label }) => label.toLowerCase());
  const when = line.unit === "month" ? "in" : "on";
  const highest = most?.spent ? ` Most was spent ${when} ${most.text}: ${moneyText(most.spent.total_usd)}.` : "";
  return `Spend by ${line.unit}, ${saidMonths(spend)}, as stacked bars of ${kinds.join(", ")}.${highest}`;
}
