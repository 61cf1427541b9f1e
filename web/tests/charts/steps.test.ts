import assert from "node:assert/strict";
import { test } from "node:test";
import { monthTicks, niceTop, spanOf, stepsOf } from "../../src/charts/steps.ts";
import { dayOf, epochDay } from "../../src/text/days.ts";
import { prices } from "../rates/examples.ts";

const FIELD = "usd_per_million_cached_input_tokens";
const entry = (day: string, usd: string | null, confirmed = true, unconfirmed: string[] = []) =>
  prices(day, { confirmed, unconfirmed, [FIELD]: usd });
const drawn = (points: readonly { x: number; y: number; entry: boolean }[]) =>
  points.map(({ x, y, entry }) => `${dayOf(x)} ${y}${entry ? " *" : ""}`);
const TODAY = epochDay("2026-11-27");

test("a price is level until the next entry, and on to today", () => {
  const points = stepsOf([entry("2026-01-01", "2"), entry("2026-06-01", "1")], FIELD, TODAY, TODAY);
  assert.deepEqual(drawn(points), ["2026-01-01 2 *", "2026-06-01 2", "2026-06-01 1 *", "2026-11-27 1"]);
});

test("what is to come begins with a point at today, where the line turns to dashes", () => {
  const end = epochDay("2027-03-01");
  const points = stepsOf([entry("2026-01-01", "2"), entry("2027-02-01", "1")], FIELD, TODAY, end);
  assert.deepEqual(drawn(points), ["2026-01-01 2 *", "2026-11-27 2", "2027-02-01 2", "2027-02-01 1 *", "2027-03-01 1"]);
  const lasting = stepsOf([entry("2026-01-01", "2")], FIELD, TODAY, end);
  assert.deepEqual(drawn(lasting), ["2026-01-01 2 *", "2026-11-27 2", "2027-03-01 2"]);
});

test("where there is no price the line has a gap and never falls to zero", () => {
  const points = stepsOf([entry("2026-01-01", null), entry("2026-06-01", "1")], FIELD, TODAY, TODAY);
  assert.deepEqual(drawn(points), ["2026-01-01 NaN", "2026-06-01 NaN", "2026-06-01 1 *", "2026-11-27 1"]);
});

test("an entry that holds since today is no second point at the end", () => {
  assert.deepEqual(drawn(stepsOf([entry("2026-11-27", "1")], FIELD, TODAY, TODAY)), ["2026-11-27 1 *"]);
});

test("a point says whether it is confirmed, by entry and by field", () => {
  const partly = entry("2026-06-01", "1", true, [FIELD]);
  const points = stepsOf([entry("2026-01-01", "2", false), partly], FIELD, TODAY, TODAY);
  assert.deepEqual(
    points.filter((point) => point.entry).map(({ confirmed }) => confirmed),
    [false, false],
  );
});

test("a chart shows from the first entry to today, to the end of the model, or past what is announced", () => {
  const span = (days: string[], retires: string | null = null) => {
    const entries = days.map((day) => entry(day, "1"));
    const { from, to } = spanOf(entries, TODAY, retires ? epochDay(retires) : null);
    return [dayOf(from), dayOf(to)];
  };
  assert.deepEqual(span(["2025-01-01", "2026-01-01"]), ["2025-01-01", "2026-11-27"]);
  assert.deepEqual(span(["2025-01-01"], "2026-03-01"), ["2025-01-01", "2026-03-01"]);
  assert.deepEqual(span(["2025-01-01"], "2027-03-01"), ["2025-01-01", "2026-11-27"]);
  assert.deepEqual(span(["2026-11-20"]), ["2026-08-29", "2026-11-27"], "a short history is not stretched");
  assert.equal(span(["2025-01-01", "2027-02-01"])[1], "2027-04-19");
});

test("months are written below, as many as there is room for", () => {
  const span = { from: epochDay("2024-07-18"), to: epochDay("2026-11-27") };
  assert.deepEqual(monthTicks(span, 6).map(dayOf), ["2025-01-01", "2025-07-01", "2026-01-01", "2026-07-01"]);
  assert.deepEqual(monthTicks({ from: epochDay("2026-09-15"), to: epochDay("2026-11-27") }, 6).map(dayOf), [
    "2026-10-01",
    "2026-11-01",
  ]);
});

test("a scale ends above the highest price, on a round figure", () => {
  assert.deepEqual(niceTop(0.6), { top: 0.8, step: 0.2 });
  assert.deepEqual(niceTop(15), { top: 20, step: 5 });
  assert.deepEqual(niceTop(0), { top: 1, step: 1 });
  for (const highest of [0.003, 0.15, 1.2, 9.99, 75, 600]) {
    const { top, step } = niceTop(highest);
    assert.ok(top > highest && top / step <= 6, `${highest}: ${top} by ${step}`);
  }
});
