// Whether a fine-tune keeps its promise, in words.
import { dayText, moneyText } from "../text/figures.ts";
import { compare, isZero, percentText } from "./decimals.ts";
import type { Saving } from "./report.ts";

interface Verdict {
  text: string;
  tone: "pass" | "fail" | "unknown";
}

export function verdict({ status, to_date, promised_to_date_usd: promised, promised_usd_per_month }: Saving): Verdict {
  if (status === "not_in_use_yet") return { text: "Not in use yet", tone: "unknown" };
  if (status === "unpriced_baseline" || to_date === null) return { text: "Saving not known", tone: "unknown" };
  if (promised === null || promised_usd_per_month === null) return { text: "Nothing was promised", tone: "unknown" };
  if (compare(to_date.saving_usd, promised) >= 0) return { text: "Keeps its promise", tone: "pass" };
  return { text: "Behind its promise", tone: "fail" };
}

/** What it saved since it is in use, and what was promised for the same days. */
export function savingText(tuned: Saving): string {
  const { to_date: saved, in_use_from, reason } = tuned;
  if (tuned.status === "not_in_use_yet") {
    return `It is in use from ${dayText(in_use_from)}, after what is shown here.${monthlyPromise(tuned)}`;
  }
  if (saved === null)
    return `What it saved is not known: ${reason ?? "its baseline has no price"}.${monthlyPromise(tuned)}`;
  const since = `Since ${dayText(in_use_from)} it`;
  const usd = saved.saving_usd;
  if (isLoss(usd))
    return `${since} cost ${moneyText(positive(usd))} more than what it replaced. ${promisedText(tuned)}`;
  const { share_of_promise: share, promised_to_date_usd: promised } = tuned;
  if (share === null || promised === null) return `${since} saved ${moneyText(usd)}. ${promisedText(tuned)}`;
  return `${since} saved ${moneyText(usd)}, ${percentText(share)} of the ${moneyText(promised)} promised for these days.`;
}

function promisedText({ promised_to_date_usd: promised }: Saving): string {
  if (promised === null) return "Nothing was promised to hold that against.";
  if (isZero(promised)) return "No saving was promised.";
  const what = isLoss(promised) ? "a loss" : "a saving";
  return `For these days it promised ${what} of ${moneyText(positive(promised))}.`;
}

const monthlyPromise = ({ promised_usd_per_month: usd }: Saving): string =>
  usd === null ? " Nothing was promised." : ` It promised ${moneyText(usd)} a month.`;

const isLoss = (usd: string): boolean => compare(usd, "0") < 0;

const positive = (usd: string): string => usd.replace(/^-/, "");
