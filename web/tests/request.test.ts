import assert from "node:assert/strict";
import { test } from "node:test";
import { fromAddress, toQuery } from "../src/inputs/address.ts";
import { INPUTS } from "../src/inputs/catalogue.ts";
import { PRESETS } from "../src/inputs/presets.ts";
import { textOf, toRequest, withField } from "../src/inputs/request.ts";

test("fields become the objects of a request, each in its own kind", () => {
  const { request, wrong } = toRequest({
    task: "classification",
    "workload.calls_per_day": "80k-120k",
    "workload.batch": "no",
    "workload.cache_hit_rate": "90%",
    "readiness.models_tried": "gpt-5-nano\n\n claude-haiku-5-5 ",
    "dataset.epochs": "auto",
    "current.model": " gpt-4o ",
    as_of: "2026-06-30",
    "experiments.runs": "  ",
  });
  assert.equal(wrong.size, 0);
  assert.deepEqual(request, {
    task: "classification",
    workload: { calls_per_day: { low: 80_000, high: 120_000 }, batch: false, cache_hit_rate: 0.9 },
    readiness: { models_tried: ["gpt-5-nano", "claude-haiku-5-5"] },
    dataset: { epochs: "auto" },
    current: { model: "gpt-4o" },
    as_of: "2026-06-30",
  });
});

test("every field that is wrong is told, and none is lost", () => {
  const { wrong } = toRequest({ "workload.input_tokens": "many", "engineering.hours": "20-", as_of: "today" });
  assert.deepEqual([...wrong.keys()], ["workload.input_tokens", "engineering.hours", "as_of"]);
});

test("thousands with a dot are not taken for a thousandth of them, and prices may have three decimals", () => {
  const { wrong } = toRequest({
    "workload.calls_per_day": "50.000",
    "workload.input_tokens": "1.200",
    "dataset.tokens_per_example": "400-1.200",
    "candidate.hosting.usd_per_unit_hour": "1.006",
    "engineering.hours": "19.49",
    "workload.output_tokens": "0.125",
  });
  assert.deepEqual(
    [...wrong.keys()],
    ["workload.calls_per_day", "workload.input_tokens", "dataset.tokens_per_example"],
  );
  assert.equal(wrong.get("workload.calls_per_day")?.message, "could mean 50000 or 50: write it without the dot");
});

test("of inputs that exclude each other the one that was said last holds", () => {
  const fields = withField({ "workload.calls_per_day": "50k" }, "workload.calls_per_month", "2674622");
  assert.deepEqual(fields, { "workload.calls_per_month": "2674622" });
  assert.deepEqual(withField(fields, "workload.calls_per_month", ""), {});
});

test("what a flip sets reads back as what the API wants", () => {
  for (const [path, value] of [
    ["readiness.prompts_optimized", true],
    ["readiness.models_tried", ["a", "b c"]],
    ["engineering.hours", "19.49"],
  ] as const) {
    const { request, wrong } = toRequest({ [path]: textOf(value) });
    const [owner = "", name = ""] = path.split(".");
    const set = (request[owner] as Record<string, unknown>)[name];
    assert.deepEqual(set, path === "engineering.hours" ? 19.49 : value);
    assert.equal(wrong.size, 0);
  }
});

test("an address asks for the inputs again, in the order of the form", () => {
  const fields = {
    as_of: "2026-06-30",
    task: "generation",
    "current.model": "ft:gpt-4o:acme::x y",
    "readiness.models_tried": "a\nb",
  };
  const asked = fromAddress(`?${toQuery(fields)}&nonsense=1&ask=gpt-4o+->+x`);
  assert.deepEqual(asked, { fields, ask: "gpt-4o -> x", unknown: ["nonsense"] });
  assert.match(toQuery(fields), /^current\.model=.*as_of=2026-06-30$/);
});

test("every preset is a request without a mistake", () => {
  for (const { id, fields } of PRESETS) {
    assert.equal(toRequest(fields).wrong.size, 0, id);
    for (const path of Object.keys(fields)) assert.ok(INPUTS.has(path), path);
  }
});
