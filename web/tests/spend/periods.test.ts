import assert from "node:assert/strict";
import { test } from "node:test";
import { barsOf } from "../../src/spend/bars.ts";
import { timeline, withoutRecords } from "../../src/spend/periods.ts";
import type { Report, Spend } from "../../src/spend/report.ts";
import { spend, spent, status } from "./examples.ts";

const MONTHS = [
  spent("2026-06", { total_usd: "10", base_usd: "10" }),
  spent("2026-11", { total_usd: "30", base_usd: "20", fine_tuned_usd: "10" }),
];

const report = (of: Spend, project: string | null = null): Report => ({
  asked: { since: of.since, month: of.month, project },
  spend: of,
  projects: [],
  budgets: {},
  alerts: [],
});

const bars = (of: Spend, project: string | null = null) => barsOf(report(of, project), timeline(of));

test("months without a record are there, with no height and a note", () => {
  const of = spend({ by_month: MONTHS });
  assert.equal(timeline(of).periods.length, 6);
  assert.deepEqual(bars(of).series[0]?.usd, ["10", "0", "0", "0", "0", "20"]);
  assert.equal(withoutRecords(timeline(of)), "No record in Jul 2026, Aug 2026, Sep 2026, and Oct 2026.");
});

test("months that all have records need no note", () => {
  assert.equal(
    withoutRecords(timeline(spend({ since: "2026-10", by_month: [spent("2026-10"), spent("2026-11")] }))),
    null,
  );
});

test("the month that runs says so", () => {
  const of = spend({ by_month: MONTHS });
  assert.deepEqual(bars(of).labels.at(-1), ["Nov 2026", "so far"]);
  assert.deepEqual(bars(spend({ as_of: "2026-12-01" })).labels.at(-1), ["Nov 2026"]);
});

test("one month is told by its days, up to today", () => {
  const of = spend({ since: "2026-11", by_day: [spent("2026-11-05", { total_usd: "5", base_usd: "5" })] });
  const line = timeline(of);
  assert.equal(line.unit, "day");
  assert.equal(line.periods.length, 27);
  assert.equal(withoutRecords(line), "No record on 26 of 27 days.");
});

test("a month that is over has all its days", () => {
  assert.equal(timeline(spend({ since: "2026-09", month: "2026-09" })).periods.length, 30);
});

test("spend that may be either kind has a bar where there is any", () => {
  assert.equal(bars(spend()).series.length, 3);
  assert.equal(bars(spend({ unknown_usd: "1" })).series.length, 4);
});

test("the chart has the budget and the forecast of one project, and of no more", () => {
  const of = spend({ by_month: MONTHS, budgets: [status()] });
  const { limit, forecast, name } = bars(of, "support");
  assert.equal(limit?.usd, "200");
  assert.equal(forecast?.usd, "190");
  assert.match(name, /Most was spent in Nov 2026: \$30\. The budget of a month is \$200\. .* \$190\./);
  assert.deepEqual([bars(of).limit, bars(of).forecast], [null, null]);
});

test("a month that is over has no forecast in the chart", () => {
  assert.equal(bars(spend({ as_of: "2026-12-01", budgets: [status()] }), "support").forecast, null);
});

test("a limit of a part is no limit of all", () => {
  assert.equal(bars(spend({ budgets: [status({ limit: "training" })] }), "support").limit, null);
});
