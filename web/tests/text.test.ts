import assert from "node:assert/strict";
import { test } from "node:test";
import { moneyText, monthsText } from "../src/text/figures.ts";
import { markdown } from "../src/text/markdown.ts";

test("money is short, and never nothing where it is something", () => {
  const shown = Object.fromEntries(
    ["0", "750", "0.4", "0.0042", "0.000042", "12.5", "4080.12", "1234567.8", "-0.005"].map((usd) => [
      usd,
      moneyText(usd),
    ]),
  );
  assert.deepEqual(shown, {
    "0": "$0",
    "750": "$750",
    "0.4": "$0.40",
    "0.0042": "$0.0042",
    "0.000042": "$0.000042",
    "12.5": "$12.50",
    "4080.12": "$4,080",
    "1234567.8": "$1.235M",
    "-0.005": "-$0.005",
  });
});

test("months are whole where they are many", () => {
  assert.deepEqual(["1", "0.86", "3.08", "23.6"].map(monthsText), ["1 month", "0.9 months", "3.1 months", "24 months"]);
});

test("what Markdown would take for its own marks is shown as it is", () => {
  const decision = {
    headline: "*Do* not | <b>train</b> [x](y)",
    monthly: { current_usd: "1", fine_tuned_usd: null, saving_usd: null },
    one_time: { total_usd: null },
    payback: { months: null, retires_on: null },
    rules: [],
    alternatives: [],
    warnings: ["a_b"],
    horizon: { months: 12 },
    rates: { version: "v", as_of: "2026-11-27" },
  } as unknown as Parameters<typeof markdown>[0];
  const text = markdown(decision, "http://localhost/?a=b");
  assert.ok(text.includes("\\*Do\\* not \\| \\<b\\>train\\</b\\> \\[x\\](y)"));
  assert.ok(text.includes("- a\\_b"));
  assert.ok(text.includes("| Pays back in | not known |"));
});
