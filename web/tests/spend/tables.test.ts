import assert from "node:assert/strict";
import { test } from "node:test";
import { dearestFirst, isPriced } from "../../src/spend/breakdown.ts";
import { projectsIn } from "../../src/spend/report.ts";
import { repricing, unpricedModels } from "../../src/spend/unpriced.ts";
import { onModel, spend, spent } from "./examples.ts";

test("groups are sorted by cost, and not by how it is written", () => {
  const sorted = dearestFirst([spent("a", { total_usd: "9" }), spent(null), spent("b", { total_usd: "10" })]);
  assert.deepEqual(
    sorted.map(({ name }) => name),
    ["b", "a", null],
  );
});

test("what has no price at all is not known, and not free", () => {
  assert.ok(!isPriced({ records: 3, unpriced_records: 3 }));
  assert.ok(isPriced({ records: 3, unpriced_records: 2 }));
});

test("models without a price are told, those with most calls first", () => {
  const models = unpricedModels([
    onModel("priced"),
    onModel("few", { unpriced_records: 2 }),
    onModel("many", { unpriced_records: 140 }),
  ]);
  assert.deepEqual(
    models.map(({ model, records }) => [model, records]),
    [
      ["many", 140],
      ["few", 2],
    ],
  );
});

test("calls are priced again for the month and the project that are shown", () => {
  const models = [{ model: "own", provider: null, records: 1 }];
  const report = (since: string, project: string | null) => ({
    asked: { since, month: "2026-11", project },
    spend: spend(),
    projects: [],
    budgets: {},
    alerts: [],
  });
  assert.deepEqual(repricing(report("2026-11", "support"), models), {
    month: "2026-11",
    project: "support",
    deployments: { own: "gpt-4o" },
  });
  assert.deepEqual(repricing(report("2026-06", null), models), { deployments: { own: "gpt-4o" } });
});

test("projects with records and those with a budget can be chosen", () => {
  const budget = { thresholds: ["1"], forecast: true };
  const whole = spend({ by_project: [spent("support"), spent("search")] });
  assert.deepEqual(projectsIn(whole, { support: budget, "a new one": budget }), ["a new one", "search", "support"]);
});
