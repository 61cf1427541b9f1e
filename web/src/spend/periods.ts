// Spend over time, without holes: months without a record are there, and say so. One month alone is told by its days.
import { dayText, monthText } from "../text/figures.ts";
import { daysOf, monthsFrom } from "./calendar.ts";
import type { Spend, Spent } from "./report.ts";

export interface Period {
  name: string;
  text: string;
  /** Null where there is no record. */
  spent: Spent | null;
  /** It is not over. */
  running: boolean;
}

export interface Timeline {
  unit: "month" | "day";
  periods: readonly Period[];
}

export function timeline(spend: Spend): Timeline {
  return spend.since === spend.month ? byDay(spend) : byMonth(spend);
}

function byMonth({ since, month, as_of, by_month }: Spend): Timeline {
  const found = named(by_month);
  const periods = monthsFrom(since, month).map((name) => ({
    name,
    text: monthText(name),
    spent: found.get(name) ?? null,
    running: as_of.startsWith(name),
  }));
  return { unit: "month", periods };
}

function byDay({ month, as_of, by_day }: Spend): Timeline {
  const found = named(by_day);
  // Days that are yet to come are not without records: they have not been.
  const days = daysOf(month).filter((name) => name <= as_of || found.has(name));
  const periods = days.map((name) => ({
    name,
    text: dayText(name),
    spent: found.get(name) ?? null,
    running: name === as_of,
  }));
  return { unit: "day", periods };
}

const named = (spent: readonly Spent[]): Map<string, Spent> => new Map(spent.map((each) => [each.name ?? "", each]));

/** Which periods have no record, in words; nothing where all have. */
export function withoutRecords({ unit, periods }: Timeline): string | null {
  const none = periods.filter(({ spent }) => spent === null);
  if (none.length === 0) return null;
  if (unit === "day") return `No record on ${none.length} of ${periods.length} days.`;
  const names = none.map(({ text }) => text);
  const listed = new Intl.ListFormat("en", { type: "conjunction" }).format(names.slice(0, 6));
  return `No record in ${names.length > 6 ? `${names.length} of ${periods.length} months` : listed}.`;
}

/** The period in which most was spent, for those who cannot see the chart. */
export function dearest({ periods }: Timeline): Period | null {
  const spent = periods.filter((each) => each.spent !== null);
  const size = (each: Period): number => Number(each.spent?.total_usd ?? 0);
  return spent.reduce<Period | null>((most, each) => (most === null || size(each) > size(most) ? each : most), null);
}
