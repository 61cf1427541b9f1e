import assert from "node:assert/strict";
import { test } from "node:test";
import { between, breakEven, linesOf, monthsShown, retirement } from "../src/charts/cumulative.ts";
import { memoized } from "../src/charts/memoized.ts";
import { edgeOf, paybackText, placeOf } from "../src/charts/tornado.ts";

const range = (usd: number) => ({ low: String(usd), expected: String(usd), high: String(usd) });

// As much of a decision as the chart reads.
const decision = (changed: object) =>
  ({
    payback: { months: { low: "1", expected: "2.5", high: "4" }, retires_on: "2027-02-25" },
    rates: { as_of: "2026-11-27" },
    monthly: { quality_value_usd: "0" },
    horizon: {
      months: 3,
      days_per_month: "30",
      cumulative: [
        { approach: "cheaper_model", model: "dear", usd_by_month: [range(0), range(9), range(18), range(27)] },
        { approach: "cheaper_model", model: "cheap", usd_by_month: [range(1), range(2), range(3), range(4)] },
        { approach: "today", model: "a", usd_by_month: [range(0), range(10), range(20), range(30)] },
        { approach: "batch", model: "a", usd_by_month: [range(0), range(5), range(10), range(15)] },
      ],
    },
    ...changed,
  }) as unknown as Parameters<typeof linesOf>[0];

test("the lines are those that the chart is of, and of the cheaper models the one that costs least in the end", () => {
  const lines = linesOf(decision({}));
  assert.deepEqual(
    lines.map(({ approach, label }) => [approach, label]),
    [
      ["today", "Today"],
      ["cheaper_model", "Cheapest base model: cheap"],
    ],
  );
});

test("the break-even is marked where it is, and only within the horizon", () => {
  assert.equal(breakEven(decision({}))?.x, 2.5);
  assert.equal(
    breakEven(decision({ payback: { months: { low: "1", expected: "9", high: null }, retires_on: null } })),
    null,
  );
  assert.equal(breakEven(decision({ payback: { months: null, retires_on: null } })), null);
});

test("a break-even that better quality brings says so", () => {
  assert.equal(breakEven(decision({}))?.label, "Break-even after 2.5 months");
  const worth = breakEven(decision({ monthly: { quality_value_usd: "2000" } }));
  assert.equal(worth?.label, "Break-even after 2.5 months, with $2,000 a month for better quality");
});

test("the retirement is marked by its day, in months of 30 days, and only within the horizon", () => {
  assert.equal(retirement(decision({}))?.x, 3);
  assert.equal(retirement(decision({ rates: { as_of: "2026-11-26" } })), null);
  assert.equal(retirement(decision({ rates: { as_of: "2027-03-01" } })), null);
});

test("between two months a cost is between theirs", () => {
  const points = [range(100), range(110), range(120)];
  assert.equal(between(points, 0), 100);
  assert.equal(between(points, 1.5), 115);
  assert.equal(between(points, 2), 120);
});

test("a table has every month of a year, and some of a longer horizon, its last included", () => {
  assert.deepEqual(monthsShown(3), [0, 1, 2, 3]);
  assert.deepEqual(monthsShown(25).at(-1), 25);
  assert.ok(monthsShown(120).length <= 14);
});

const end = (months: string | null) => ({ value: "1", months, one_time_usd: "1", saving_usd_per_month: "1" });

const swing = (low: string | null, high: string | null) => ({
  input: "engineering.hours",
  value: "1",
  because: "range" as const,
  low: end(low),
  high: end(high),
});

test("an end that never pays back lies at the edge, beyond all that does", () => {
  const inputs = [swing("2", null), swing("3", "8")];
  const edge = edgeOf({ months: "4", inputs } as Parameters<typeof edgeOf>[0]);
  assert.ok(edge > 8);
  assert.equal(placeOf(null, edge), edge);
  assert.equal(placeOf("8", edge), 8);
  assert.equal(paybackText(null), "never");
});

test("what is drawn is made anew for other arguments than the last, and only then", () => {
  const made: string[] = [];
  const drawing = memoized((answer: object, day: string) => ({ answer, number: made.push(day) }));
  const answer = {};
  const first = drawing(answer, "2026-11-27");
  assert.equal(drawing(answer, "2026-11-27"), first);
  assert.notEqual(drawing(answer, "2026-11-28"), first);
  assert.notEqual(drawing({}, "2026-11-28").answer, answer);
  assert.deepEqual(made, ["2026-11-27", "2026-11-28", "2026-11-28"]);
});
