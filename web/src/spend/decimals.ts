// Amounts as the API writes them, compared and divided by their digits: a float would round what is exact.
import type { Digits } from "../text/figures.ts";

const places = (digits: string): number => digits.split(".")[1]?.length ?? 0;

function scaled(digits: string, to: number): bigint {
  const [whole = "0", part = ""] = digits.split(".");
  return BigInt(`${whole}${part.slice(0, to).padEnd(to, "0")}`);
}

/** Below zero where the first is less, above where it is more, zero where both are the same. */
export function compare(one: string, other: string): number {
  const [left, right] = together(one, other);
  return left < right ? -1 : left > right ? 1 : 0;
}

export const isZero = (usd: string): boolean => compare(usd, "0") === 0;

const percent = (thousandths: bigint, least = 0): string =>
  new Intl.NumberFormat(undefined, { style: "percent", minimumFractionDigits: least, maximumFractionDigits: 1 }).format(
    `${thousandths}e-3` as Digits,
  );

/** A share such as 0.83 in percent. Cut, not rounded, as in the alerts: what says 80% has reached it. */
export const percentText = (share: string): string => percent(scaled(share, 3));

/** How many percent one amount is of another, cut like a share; nothing where the other is zero. */
export function percentOf(part: string, whole: string): string | null {
  const [of, to] = together(part, whole);
  return to === 0n ? null : percent((of * 1000n) / to);
}

/** The same to the nearest tenth, for parts that add up to the whole. */
export function partOf(part: string, whole: string): string | null {
  const [of, to] = together(part, whole);
  return to === 0n ? null : percent((of * 2000n + to) / (to * 2n), 1);
}

function together(part: string, whole: string): [bigint, bigint] {
  const to = Math.max(places(part), places(whole));
  return [scaled(part, to), scaled(whole, to)];
}
