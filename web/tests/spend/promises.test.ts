import assert from "node:assert/strict";
import { test } from "node:test";
import { measuredFirst } from "../../src/spend/fine-tunes.ts";
import { savingText, verdict } from "../../src/spend/promise.ts";
import { keepsItsDay, repaymentText } from "../../src/spend/repayment.ts";
import { saved, saving } from "./examples.ts";

const NOT_IN_USE = saving({
  status: "not_in_use_yet",
  month: null,
  to_date: null,
  promised_to_date_usd: null,
  share_of_promise: null,
  left_to_repay_usd: null,
  repaid_on: null,
});
const UNPROMISED = saving({
  promised_usd_per_month: null,
  promised_to_date_usd: null,
  share_of_promise: null,
  promised_repaid_on: null,
});

test("what saved at least what was promised keeps its promise", () => {
  assert.equal(verdict(saving()).text, "Keeps its promise");
  assert.equal(verdict(saving({ to_date: saved("400") })).text, "Keeps its promise");
  assert.equal(verdict(saving({ to_date: saved("399.999999999999") })).text, "Behind its promise");
});

test("what cannot be judged is not judged", () => {
  assert.deepEqual(verdict(NOT_IN_USE), { text: "Not in use yet", tone: "unknown" });
  assert.equal(verdict(saving({ status: "unpriced_baseline", to_date: null })).text, "Saving not known");
  assert.equal(verdict(UNPROMISED).text, "Nothing was promised");
});

test("the saving is told against the promise for the same days", () => {
  assert.equal(savingText(saving()), "Since Aug 1, 2026 it saved $500, 125% of the $400 promised for these days.");
});

test("a loss is called one", () => {
  assert.equal(
    savingText(saving({ to_date: saved("-116"), share_of_promise: "-0.29" })),
    "Since Aug 1, 2026 it cost $116 more than what it replaced. For these days it promised a saving of $400.",
  );
});

test("what is not known is said, with why", () => {
  const text = savingText(saving({ status: "unpriced_baseline", to_date: null, reason: "the baseline has no price" }));
  assert.equal(text, "What it saved is not known: the baseline has no price. It promised $100 a month.");
  assert.match(savingText(NOT_IN_USE), /^It is in use from Aug 1, 2026, after what is shown here\./);
  assert.match(savingText(UNPROMISED), /saved \$500\. Nothing was promised/);
});

test("a promise of no saving, or of a loss, is called that", () => {
  const promised = (usd: string) => savingText(saving({ promised_to_date_usd: usd, share_of_promise: null }));
  assert.match(promised("0"), /No saving was promised\./);
  assert.match(promised("-40"), /it promised a loss of \$40\./);
});

test("a repaid cost is told with its day and the promised one", () => {
  const on = (day: string) => repaymentText(saving({ repaid_on: day }));
  assert.equal(
    on("2026-11-17"),
    "Its one-time cost of $450 was repaid on Nov 17, 2026, 11 days before the promised Nov 28, 2026.",
  );
  assert.match(on("2026-11-28"), /Nov 28, 2026, the day that was promised\.$/);
  assert.match(on("2026-11-29"), /1 day after the promised/);
  assert.match(repaymentText(UNPROMISED), /; no day was promised\.$/);
});

test("what is left to repay is told with the day at its pace", () => {
  const open = { repaid_on: null, left_to_repay_usd: "88" };
  assert.equal(
    repaymentText(saving({ ...open, expected_repaid_on: "2026-12-10" })),
    "Left to repay: $88 of $450. At its pace so far it is repaid on Dec 10, 2026, 12 days after the promised Nov 28, 2026.",
  );
  assert.match(
    repaymentText(saving({ ...open, left_to_repay_usd: "566" })),
    /\$566, more than the \$450 it cost once\. At its pace so far it is never repaid; repayment was promised for Nov 28/,
  );
});

test("a cost that is not known is no zero, and a zero needs no repayment", () => {
  assert.match(repaymentText(saving({ one_time_usd: null })), /^What it cost once is not known/);
  assert.match(repaymentText(saving({ one_time_usd: "0" })), /^It cost nothing once/);
});

test("whether its day is kept goes by the day it is repaid, or will be", () => {
  assert.equal(keepsItsDay(saving()), true);
  assert.equal(keepsItsDay(saving({ repaid_on: "2026-11-29" })), false);
  assert.equal(keepsItsDay(saving({ repaid_on: null, expected_repaid_on: "2026-11-28" })), true);
  assert.equal(keepsItsDay(saving({ repaid_on: null })), false);
  assert.equal(keepsItsDay(UNPROMISED), null);
  assert.equal(keepsItsDay(NOT_IN_USE), null);
});

test("those that are measured come first, each in the order of the names", () => {
  const names = measuredFirst([NOT_IN_USE, saving({ name: "a" }), saving({ name: "b" })]).map(({ name }) => name);
  assert.deepEqual(names, ["a", "b", "tickets"]);
});
