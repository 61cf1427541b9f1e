import assert from "node:assert/strict";
import { test } from "node:test";
import { inPlainWords } from "../src/inputs/plain.ts";
import { whoCanTrain } from "../src/text/availability.ts";
import { curl } from "../src/text/curl.ts";
import { dayOf, daysBetween, epochDay } from "../src/text/days.ts";
import { counted, moneyText, monthsText, numberText, priceText } from "../src/text/figures.ts";
import { markdown } from "../src/text/markdown.ts";
import { holding } from "../src/text/search.ts";
import { capitalised } from "../src/text/sentence.ts";

test("an input that a sentence names by its path is called as the form calls it", () => {
  assert.equal(inPlainWords("candidate.method: sft"), "Method: sft");
  assert.equal(
    inPlainWords("only where answers may take 24 hours (workload.latency_tolerant)"),
    "only where answers may take 24 hours (Answers may take 24 hours)",
  );
  assert.equal(
    inPlainWords("as_of: 2026-11-27; the task is a task"),
    "Decide for this day: 2026-11-27; the task is a task",
  );
});

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

test("a number that is less than one is never nothing", () => {
  assert.deepEqual(
    ["0.0036", "0.5", "0", "2700", "1.006", "123456.789"].map((each) => numberText(each)),
    ["0.0036", "0.5", "0", "2,700", "1.01", "123,456.79"],
  );
});

test("months are whole where they are many", () => {
  assert.deepEqual(["1", "0.86", "3.08", "23.6"].map(monthsText), [
    "1 month",
    "0.86 months",
    "3.1 months",
    "24 months",
  ]);
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

test("a list price keeps its last digit", () => {
  assert.deepEqual(["2", "0.15", "0.0375", "1234.5"].map(priceText), ["$2.00", "$0.15", "$0.0375", "$1,234.50"]);
});

test("one is one, and many are grouped", () => {
  assert.deepEqual(
    [counted(1, "call"), counted(0, "call"), counted(12000, "more was", "more were")],
    ["1 call", "0 calls", "12,000 more were"],
  );
});

test("days are counted over the end of a month", () => {
  assert.equal(daysBetween("2026-11-17", "2026-12-01"), 14);
  assert.equal(daysBetween("2026-12-01", "2026-11-17"), -14);
  assert.equal(dayOf(epochDay("2028-02-28") + 1), "2028-02-29");
});

test("a text is found by every word of a search, in any order and in capitals or not", () => {
  const texts = ["OpenAI gpt-4o: input", "OpenAI gpt-4o: output"];
  assert.deepEqual(texts.filter(holding(" out  4O ")), ["OpenAI gpt-4o: output"]);
  assert.deepEqual(texts.filter(holding("  ")), texts);
  assert.deepEqual(texts.filter(holding("out in")), []);
});

test("a sentence begins with a capital, and nothing stays nothing", () => {
  assert.equal(capitalised(whoCanTrain("nobody")), "Nobody can train");
  assert.equal(capitalised(""), "");
});

test("a command can be pasted whatever stands in it", () => {
  const address = "https://example.org/it's";
  const text = curl({ method: "PUT", address, body: { model: "it's $HOME" }, withKey: true });
  assert.match(text, /^curl -X PUT 'https:\/\/example\.org\/it'\\''s' \\\n/);
  assert.ok(text.includes(`"model": "it'\\''s $HOME"`));
  assert.ok(text.includes('-H "x-api-key: $API_KEY"'));
});

test("a command says no more than it must", () => {
  const address = "https://example.org";
  assert.equal(curl({ method: "GET", address, withKey: false }), "curl 'https://example.org'");
  assert.equal(curl({ method: "POST", address, withKey: false }), "curl -X POST 'https://example.org'");
  const sent = curl({ method: "POST", address, body: {}, withKey: false });
  assert.equal(sent, "curl 'https://example.org' \\\n  -H 'content-type: application/json' \\\n  -d '{}'");
});
