// How a limit of a budget stands, in words.
import { moneyText } from "../text/figures.ts";
import { saidMonth } from "./asked.ts";
import { compare, isZero, percentOf, percentText } from "./decimals.ts";
import type { Budget, LimitStatus } from "./report.ts";

const NAMES: Readonly<Record<string, string>> = {
  total: "All spend",
  fine_tuned: "Fine-tuned models",
  training: "Training",
};

export const limitName = (limit: string): string => NAMES[limit] ?? limit;

/** At which shares somebody was told, and at which they will be while the month runs. Reaching one counts. */
export function alertsText(status: LimitStatus, { thresholds, forecast }: Budget, isRunning: boolean): string {
  const { share, monthly_usd: limit, forecast_usd: expected } = status;
  const reached = thresholds.filter((each) => compare(share, each) >= 0);
  const ahead = thresholds.filter((each) => compare(share, each) < 0).map((each) => `at ${percentText(each)}`);
  const isForecast = expected !== null && compare(expected, limit) >= 0;
  if (forecast && !isForecast) ahead.push("when the forecast reaches the limit");
  const first = reached.length
    ? `Thresholds reached: ${reached.map(percentText).join(", ")}.`
    : "No threshold is reached.";
  return isRunning && ahead.length ? `${first} Alerts to come: ${ahead.join(", ")}.` : first;
}

interface Outlook {
  text: string;
  over: boolean;
}

/** Where the month ends, as far as that can be told on a day. */
export function outlook(status: LimitStatus, month: string, today: string): Outlook {
  const { forecast_usd: forecast, monthly_usd: limit, spent_usd: spent } = status;
  const running = today.slice(0, "YYYY-MM".length);
  const isSpent = compare(spent, limit) > 0;
  if (month < running) return { text: `${saidMonth(month)} is over: it came to ${end(spent, limit)}.`, over: isSpent };
  if (month > running) return { text: `${saidMonth(month)} has not begun.`, over: false };
  if (forecast === null) {
    return {
      text: `No forecast: ${isZero(spent) ? "nothing is spent yet" : "it is too early to say"}.`,
      over: isSpent,
    };
  }
  return { text: `Forecast for ${saidMonth(month)}: ${end(forecast, limit)}.`, over: compare(forecast, limit) > 0 };
}

function end(usd: string, limit: string): string {
  const order = compare(usd, limit);
  const where = order > 0 ? "over the limit" : order < 0 ? "within the limit" : "exactly the limit";
  const share = percentOf(usd, limit);
  return `${moneyText(usd)}, ${where}${share === null ? "" : ` (${share} of it)`}`;
}
