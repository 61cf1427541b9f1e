// A history of prices as steps on a line of days: what a chart draws, without the chart.
import { DAY_MS, epochDay } from "../text/days.ts";

const SHORTEST_SPAN = 90;

/** What there is to know of an entry of a price list, beside its prices. */
interface Entry {
  effective_from: string;
  confirmed: boolean;
  /** Prices that no second source confirms, though it confirms the others. */
  unconfirmed: readonly string[];
}

type Priced<Field extends string> = Entry & { readonly [Name in Field]?: string | null };

export interface Point {
  x: number;
  /** NaN where there is no price: the line has a gap. */
  y: number;
  /** An entry of the table begins here; other points only carry the line on. */
  entry: boolean;
  confirmed: boolean;
}

/** The line of one price: level until the next entry, then a step; on to `end`, with a point at `today` if it passes it. */
export function stepsOf<Field extends string>(
  entries: readonly Priced<Field>[],
  field: Field,
  today: number,
  end: number,
): Point[] {
  const points: Point[] = [];
  let y = Number.NaN;
  const carry = (x: number) => points.push({ x, y, entry: false, confirmed: true });
  for (const entry of entries) {
    const x = epochDay(entry.effective_from);
    if (points.length && (points.at(-1)?.x ?? x) < today && today < x) carry(today);
    if (points.length) carry(x);
    const usd = entry[field];
    y = usd == null ? Number.NaN : Number(usd);
    const confirmed = entry.confirmed && !entry.unconfirmed.includes(field);
    points.push({ x, y, entry: !Number.isNaN(y), confirmed });
  }
  const last = points.at(-1);
  if (last && last.x < today && today < end) carry(today);
  if (last && last.x < end) carry(end);
  return points;
}

export interface Span {
  from: number;
  to: number;
}

/** The days that a chart shows: from the first entry until the model ended, until today, or on past what is announced. */
export function spanOf(entries: readonly Entry[], today: number, retiresOn: number | null): Span {
  const days = entries.map((entry) => epochDay(entry.effective_from));
  const last = Math.max(...days);
  const ended = retiresOn !== null && retiresOn < today ? Math.max(retiresOn, last) : today;
  const from = Math.min(...days, ended);
  const to = last > today ? last + Math.ceil(Math.max(SHORTEST_SPAN / 3, (last - from) / 10)) : ended;
  return { from: Math.min(from, to - SHORTEST_SPAN), to };
}

const MONTHS_APART = [1, 2, 3, 6, 12, 24] as const;

/** The first days of months to write below, `most` at most. */
export function monthTicks({ from, to }: Span, most: number): number[] {
  const first = new Date(from * DAY_MS);
  const apart = MONTHS_APART.find((months) => (to - from) / 30.4 / months <= most) ?? 60;
  const ticks: number[] = [];
  // Counted from January, so that quarters are quarters.
  for (let index = Math.floor(first.getUTCMonth() / apart) * apart; ; index += apart) {
    const value = Date.UTC(first.getUTCFullYear(), index, 1) / DAY_MS;
    if (value > to) return ticks;
    if (value >= from) ticks.push(value);
  }
}

/** A round figure to end a scale of prices with, and the step that leads there. */
export function niceTop(highest: number): { top: number; step: number } {
  if (highest <= 0) return { top: 1, step: 1 };
  const size = 10 ** Math.floor(Math.log10(highest / 4));
  const step = ([1, 2, 2.5, 5].find((each) => each * size * 5 >= highest * 1.05) ?? 10) * size;
  return { top: Math.ceil((highest * 1.05) / step) * step, step };
}
