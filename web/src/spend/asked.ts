// Which months and which project are asked for. They stand in the address, so that a link shows the same.
import { partsOf } from "../shell/hash.ts";
import { monthText } from "../text/figures.ts";
import { isMonth, monthAfter, monthOf } from "./calendar.ts";

export interface Asked {
  since: string;
  month: string;
  /** Null for all projects. */
  project: string | null;
}

const USUAL_MONTHS = 6;

/** The last so many months, up to the one that runs. */
export const lastMonths = (count: number, now: Date, project: string | null): Asked => ({
  since: monthAfter(monthOf(now), 1 - count),
  month: monthOf(now),
  project,
});

/** What #spend/2026-06/2026-11/support asks for. What is no month is left for the API to refuse. */
export function fromHash(hash: string, now: Date): Asked {
  const [, since = "", month = "", project = ""] = partsOf(hash);
  const last = month || monthOf(now);
  return {
    since: since || monthAfter(isMonth(last) ? last : monthOf(now), 1 - USUAL_MONTHS),
    month: last,
    project: project || null,
  };
}

export function toHash({ since, month, project }: Asked): string {
  const parts = ["spend", since, month, ...(project === null ? [] : [project])];
  return `#${parts.map(encodeURIComponent).join("/")}`;
}

export const isSame = (one: Asked, other: Asked): boolean => toHash(one) === toHash(other);

/** A month that may be none, since it came from an address. */
export const saidMonth = (month: string): string => (isMonth(month) ? monthText(month) : month);

export function saidMonths({ since, month }: Asked): string {
  return since === month ? saidMonth(month) : `${saidMonth(since)} to ${saidMonth(month)}`;
}
