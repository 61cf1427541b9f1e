// One list of what may be typed, for the readers in Python and here: see tests/shorthand/test_typed_values.py.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as values from "../src/inputs/values.ts";

const READERS: Record<string, (text: string) => unknown> = {
  COUNT: values.readNumber,
  SPREAD: values.readRange,
  SHARE: values.readShare,
  YES_NO: values.readYesNo,
  DAY: values.readDay,
  EPOCHS: values.readEpochs,
};

const cases: [string, string, unknown][] = JSON.parse(
  readFileSync(new URL("../../tests/shorthand/typed_values.json", import.meta.url), "utf8"),
);

for (const [kind, text, meant] of cases) {
  test(`${kind} ${JSON.stringify(text)} means the same wherever it is typed`, () => {
    const read = READERS[kind];
    assert.ok(read);
    if (meant === null) assert.throws(() => read(text), values.WrongValue);
    else assert.deepEqual(read(text), meant);
  });
}

test("a range is taken apart and put together", () => {
  for (const text of ["35", "20-50", "20-35-50"]) assert.equal(values.joined(values.partsOf(text)), text);
  assert.equal(values.joined({ low: "20", expected: "", high: "" }), "20-"); // which is wrong, and is told
});
