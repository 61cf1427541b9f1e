import assert from "node:assert/strict";
import { test } from "node:test";
import { found, NO_FILTERS, reordered, rowsOf, sorted } from "../../src/rates/rows.ts";
import { event, model, prices, provider, table } from "./examples.ts";

const base = (input: string, cached: string | null = null) => [
  prices("2026-01-01", { usd_per_million_input_tokens: input, usd_per_million_cached_input_tokens: cached }),
];
const TABLE = table({
  openai: provider({
    title: "OpenAI",
    models: {
      "gpt-4o-mini": model({ base: base("0.15", "0.075"), aliases: ["Small-One"], trainable: ["sft"] }),
      "gpt-4o": model({ base: base("2.5", "1.25") }),
      ada: model({ retires_on: event("2026-11-01") }),
    },
  }),
  azure: provider({ title: "Azure OpenAI", models: { "gpt-4o-mini": model({ base: base("10") }) } }),
});
const ROWS = rowsOf(TABLE, "2026-11-27");
const names = (rows: readonly { provider: string; id: string }[]) =>
  rows.map(({ provider, id }) => `${provider}/${id}`);
const search = (text: string) => names(found(ROWS, { ...NO_FILTERS, search: text }).rows);

test("every word that is searched for is somewhere in the names", () => {
  assert.deepEqual(search("4o mini"), ["openai/gpt-4o-mini", "azure/gpt-4o-mini"]);
  assert.deepEqual(search("  AZURE mini "), ["azure/gpt-4o-mini"]);
  assert.deepEqual(search("small-one"), ["openai/gpt-4o-mini"]);
  assert.deepEqual(search("claude"), []);
});

test("what was shut down is left out and counted, until it is asked for", () => {
  const { rows, hidden } = found(ROWS, { ...NO_FILTERS, provider: "openai" });
  assert.deepEqual([names(rows), hidden], [["openai/gpt-4o-mini", "openai/gpt-4o"], 1]);
  const all = found(ROWS, { ...NO_FILTERS, provider: "openai", shutDown: true });
  assert.deepEqual([all.rows.length, all.hidden], [3, 0]);
});

test("only what can be fine-tuned, where that is asked for", () => {
  assert.deepEqual(names(found(ROWS, { ...NO_FILTERS, tunable: true }).rows), ["openai/gpt-4o-mini"]);
});

test("prices are ordered as numbers, and what is not known comes last either way", () => {
  const order = (column: "input" | "cached", descending: boolean) => names(sorted(ROWS, { column, descending }));
  assert.deepEqual(order("input", false), ["openai/gpt-4o-mini", "openai/gpt-4o", "azure/gpt-4o-mini", "openai/ada"]);
  assert.deepEqual(order("input", true), ["azure/gpt-4o-mini", "openai/gpt-4o", "openai/gpt-4o-mini", "openai/ada"]);
  assert.deepEqual(order("cached", true).slice(0, 2), ["openai/gpt-4o", "openai/gpt-4o-mini"]);
  assert.deepEqual(order("cached", false).slice(2), ["openai/ada", "azure/gpt-4o-mini"]);
});

test("a column that is chosen again is turned round, another begins with the lowest", () => {
  const input = reordered({ column: "provider", descending: false }, "input");
  assert.deepEqual(input, { column: "input", descending: false });
  assert.deepEqual(reordered(input, "input"), { column: "input", descending: true });
  assert.deepEqual(reordered(reordered(input, "input"), "output"), { column: "output", descending: false });
});
