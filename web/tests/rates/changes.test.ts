import assert from "node:assert/strict";
import { test } from "node:test";
import { compared } from "../../src/rates/changes.ts";
import { grouped, REST, without } from "../../src/rates/sentences.ts";

const VERSIONS = {
  current: "c",
  stale: false,
  versions: ["c", "b", "a"].map((version) => ({ version, published_at: null, current: version === "c" })),
};

test("the version in force is compared with the one before it, where nothing else is asked for", () => {
  assert.deepEqual(compared(VERSIONS, "", ""), { version: "c", since: "b" });
  assert.deepEqual(compared(VERSIONS, "b", ""), { version: "b", since: "a" });
  assert.deepEqual(compared(VERSIONS, "a", ""), { version: "a", since: "" });
  assert.deepEqual(compared(VERSIONS, "a", "c"), { version: "a", since: "c" });
});

test("sentences stand below the provider that they begin with, and the longest name is meant", () => {
  const sentences = [
    "Google Gemini API x: input 1 → 2",
    "Google y was added",
    "policy z: 1 → 2",
    "OpenAI, aliases: none",
  ];
  assert.deepEqual(grouped(sentences, ["Google", "Google Gemini API", "OpenAI"]), [
    { title: "Google Gemini API", sentences: [sentences[0]] },
    { title: "Google", sentences: [sentences[1]] },
    { title: REST, sentences: [sentences[2]] },
    { title: "OpenAI", sentences: [sentences[3]] },
  ]);
});

test("a sentence does not say its provider again", () => {
  assert.equal(without("OpenAI", "OpenAI gpt-4o was added"), "gpt-4o was added");
  assert.equal(without(REST, "policy x: 1 → 2"), "policy x: 1 → 2");
});
