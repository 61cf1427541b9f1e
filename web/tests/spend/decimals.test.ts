import assert from "node:assert/strict";
import { test } from "node:test";
import { compare, isZero, partOf, percentOf, percentText } from "../../src/spend/decimals.ts";

test("amounts are compared by their digits, however many they have", () => {
  assert.equal(compare("0.1", "0.10"), 0);
  assert.equal(compare("9", "10"), -1);
  assert.equal(compare("123456789012345678.000000000001", "123456789012345678"), 1);
  assert.equal(compare("-0.2", "0"), -1);
  assert.equal(compare("-2", "-10"), 1);
});

test("zero is zero however it is written", () => {
  for (const usd of ["0", "-0", "0.00"]) assert.ok(isZero(usd));
  for (const usd of ["0.000000000001", "-1"]) assert.ok(!isZero(usd));
});

test("a share is cut, so that what says 80% has reached it", () => {
  assert.equal(percentText("0.79999"), "79.9%");
  assert.equal(percentText("0.8"), "80%");
  assert.equal(percentText("0.57"), "57%"); // a float has 56.99999999999999
  assert.equal(percentText("1.184117647059"), "118.4%");
  assert.equal(percentText("-0.2"), "-20%");
});

test("one amount in percent of another", () => {
  assert.equal(percentOf("199.99", "200"), "99.9%");
  assert.equal(partOf("199.99", "200"), "100.0%");
  assert.equal(partOf("1", "3"), "33.3%");
  assert.equal(partOf("2", "3"), "66.7%");
  assert.equal(percentOf("1", "0"), null);
  assert.equal(partOf("0", "0"), null);
});
