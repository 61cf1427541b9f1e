import assert from "node:assert/strict";
import { test } from "node:test";
import { hrefOf, type Route, routeOf } from "../../src/rates/route.ts";

test("an address leads back to where it was made", () => {
  const routes: Route[] = [
    { place: { at: "models" }, version: "" },
    { place: { at: "models" }, version: "2026-11-25-f8bb621f" },
    { place: { at: "model", provider: "openai", model: "gpt-4o-mini-2024-07-18" }, version: "" },
    { place: { at: "model", provider: "together", model: "Qwen/Qwen3-8B" }, version: "2026-11-25-f8bb621f" },
    { place: { at: "model", provider: "bedrock", model: "amazon.nova-lite-v1:0?#&" }, version: "" },
    { place: { at: "provider", provider: "prime-intellect" }, version: "" },
    { place: { at: "providers" }, version: "" },
    { place: { at: "changes", since: "" }, version: "" },
    { place: { at: "changes", since: "a" }, version: "b" },
  ];
  for (const route of routes) {
    const href = hrefOf(route);
    assert.deepEqual(routeOf(href), route, href);
    assert.equal(href.slice(1).split("/")[0], "rates", "main.ts finds the view by this");
  }
});

test("addresses are short and can be read", () => {
  assert.equal(hrefOf({ place: { at: "models" }, version: "" }), "#rates");
  assert.equal(
    hrefOf({ place: { at: "model", provider: "openai", model: "gpt-4o" }, version: "" }),
    "#rates/openai/gpt-4o",
  );
});

test("what is no encoding is taken as it stands", () => {
  assert.deepEqual(routeOf("#rates/openai/100%").place, { at: "model", provider: "openai", model: "100%" });
});
