import assert from "node:assert/strict";
import { test } from "node:test";
import { alertsText, outlook } from "../../src/spend/limits.ts";
import { status } from "./examples.ts";

const BUDGET = { thresholds: ["0.5", "0.8", "1"], forecast: true };
const TODAY = "2026-11-27";

test("reaching a threshold counts", () => {
  assert.equal(
    alertsText(status(), BUDGET, true),
    "Thresholds reached: 50%, 80%. Alerts to come: at 100%, when the forecast reaches the limit.",
  );
  assert.match(alertsText(status({ share: "0.799999999999" }), BUDGET, true), /reached: 50%\. Alerts to come: at 80%/);
  assert.match(alertsText(status({ share: "0.1" }), BUDGET, true), /^No threshold is reached\./);
});

test("an alert that came already, or was not asked for, is not to come", () => {
  const all = status({ share: "1.2", forecast_usd: "260" });
  assert.equal(alertsText(all, BUDGET, true), "Thresholds reached: 50%, 80%, 100%.");
  assert.doesNotMatch(alertsText(status(), { ...BUDGET, forecast: false }, true), /forecast/);
  assert.equal(alertsText(status(), BUDGET, false), "Thresholds reached: 50%, 80%.");
});

test("a forecast over the limit is called that", () => {
  assert.deepEqual(outlook(status({ forecast_usd: "215.2357" }), "2026-11", TODAY), {
    text: "Forecast for Nov 2026: $215.24, over the limit (107.6% of it).",
    over: true,
  });
  assert.deepEqual(outlook(status(), "2026-11", TODAY), {
    text: "Forecast for Nov 2026: $190, within the limit (95% of it).",
    over: false,
  });
  assert.match(outlook(status({ forecast_usd: "200" }), "2026-11", TODAY).text, /exactly the limit/);
});

test("a month that is over came to what was spent, and one to come has not begun", () => {
  assert.equal(
    outlook(status(), "2026-10", TODAY).text,
    "Oct 2026 is over: it came to $160, within the limit (80% of it).",
  );
  assert.equal(outlook(status(), "2026-12", TODAY).text, "Dec 2026 has not begun.");
});

test("a forecast that is not known is no zero", () => {
  assert.equal(outlook(status({ forecast_usd: null }), "2026-11", TODAY).text, "No forecast: it is too early to say.");
  const none = status({ forecast_usd: null, spent_usd: "0" });
  assert.equal(outlook(none, "2026-11", TODAY).text, "No forecast: nothing is spent yet.");
});
