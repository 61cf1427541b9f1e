// When a fine-tune has saved what it cost once, in words. What is not known is said, and never a zero.
import { daysBetween } from "../text/days.ts";
import { counted, dayText, moneyText } from "../text/figures.ts";
import { compare, isZero } from "./decimals.ts";
import type { Saving } from "./report.ts";

export function repaymentText(tuned: Saving): string {
  const { one_time_usd: cost, left_to_repay_usd: left, repaid_on: repaid, expected_repaid_on: expected } = tuned;
  if (cost === null) return "What it cost once is not known, so neither is the day on which it is repaid.";
  const once = moneyText(cost);
  if (isZero(cost)) return "It cost nothing once, so there is nothing to repay.";
  if (repaid !== null) return `Its one-time cost of ${once} was repaid on ${dayText(repaid)}${against(tuned, repaid)}.`;
  if (left === null) return `It cost ${once} once${promisedFor(tuned)}.`;
  const open = `Left to repay: ${moneyText(left)}${compare(left, cost) > 0 ? `, more than the ${once} it cost once` : ` of ${once}`}.`;
  if (expected === null) return `${open} At its pace so far it is never repaid${promisedFor(tuned)}.`;
  return `${open} At its pace so far it is repaid on ${dayText(expected)}${against(tuned, expected)}.`;
}

/** Whether it is repaid by the day that was promised, or will be; null where nobody can say. */
export function keepsItsDay(tuned: Saving): boolean | null {
  const { promised_repaid_on: promised, one_time_usd: cost, left_to_repay_usd: left } = tuned;
  if (promised === null || left === null || cost === null || isZero(cost)) return null;
  const day = tuned.repaid_on ?? tuned.expected_repaid_on;
  return day !== null && day <= promised;
}

function against({ promised_repaid_on: promised }: Saving, day: string): string {
  if (promised === null) return "; no day was promised";
  const late = daysBetween(promised, day);
  if (late === 0) return ", the day that was promised";
  const days = counted(Math.abs(late), "day");
  return `, ${days} ${late < 0 ? "before" : "after"} the promised ${dayText(promised)}`;
}

const promisedFor = ({ promised_repaid_on: promised }: Saving): string =>
  promised === null ? "; no day of repayment was promised" : `; repayment was promised for ${dayText(promised)}`;
