import assert from "node:assert/strict";
import { test } from "node:test";
import { fromHash, isSame, lastMonths, saidMonths, toHash } from "../../src/spend/asked.ts";
import { daysOf, monthAfter, monthsFrom } from "../../src/spend/calendar.ts";

const NOW = new Date("2026-11-27T23:30:00-05:00"); // the 28th in UTC

test("without anything in the address, the last six months of all projects are asked for", () => {
  for (const hash of ["#spend", "#spend/", "#spend//"]) {
    assert.deepEqual(fromHash(hash, NOW), { since: "2026-06", month: "2026-11", project: null });
  }
});

test("months are those of UTC, wherever the reader is", () => {
  assert.equal(fromHash("#spend", new Date("2026-11-30T23:30:00-05:00")).month, "2026-12");
});

test("an address asks again for what it was made of", () => {
  for (const project of [null, "support", "a & b", "50%, ü (new)"]) {
    const asked = { since: "2026-01", month: "2026-03", project };
    assert.deepEqual(fromHash(toHash(asked), NOW), asked);
    assert.ok(isSame(fromHash(toHash(asked), NOW), asked));
  }
  assert.equal(toHash({ since: "2026-06", month: "2026-11", project: "a & b" }), "#spend/2026-06/2026-11/a%20%26%20b");
});

test("six months are asked for up to a month that stands alone", () => {
  assert.deepEqual(fromHash("#spend//2026-03", NOW), { since: "2025-10", month: "2026-03", project: null });
});

test("what is no month is left for the API to refuse", () => {
  assert.deepEqual(fromHash("#spend/x/2026-13", NOW), { since: "x", month: "2026-13", project: null });
  assert.equal(saidMonths(fromHash("#spend/x/2026-13", NOW)), "x to 2026-13");
});

test("an address that was cut within an escape is taken as it is", () => {
  assert.equal(fromHash("#spend/2026-06/2026-11/a%2", NOW).project, "a%2");
});

test("one month is said once", () => {
  assert.equal(saidMonths(lastMonths(1, NOW, null)), "Nov 2026");
  assert.equal(saidMonths(lastMonths(12, NOW, null)), "Dec 2025 to Nov 2026");
});

test("months go on over the end of a year", () => {
  assert.equal(monthAfter("2026-12", 1), "2027-01");
  assert.equal(monthAfter("2026-01", -1), "2025-12");
  assert.deepEqual(monthsFrom("2025-11", "2026-02"), ["2025-11", "2025-12", "2026-01", "2026-02"]);
});

test("a month has its days", () => {
  assert.equal(daysOf("2028-02").length, 29);
  assert.deepEqual([daysOf("2026-11").at(0), daysOf("2026-11").at(-1)], ["2026-11-01", "2026-11-30"]);
});
