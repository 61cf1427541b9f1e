import assert from "node:assert/strict";
import { test } from "node:test";
import {
  canBeFineTuned,
  hostingOf,
  inForce,
  type Model,
  modelNamed,
  type Provider,
  trainingClosesOn,
  trainingOf,
  usualTraining,
} from "../../src/rates/prices.ts";
import { event, hosting, model, open, prices, provider, training } from "./examples.ts";

const TRAINED = { training: { sft: [training("2025-01-01")] } };

test("an entry holds from its day on, and nothing holds before the first", () => {
  const entries = [prices("2026-01-01"), prices("2026-06-01")];
  assert.equal(inForce(entries, "2025-12-31"), null);
  assert.equal(inForce(entries, "2026-01-01"), entries[0]);
  assert.equal(inForce(entries, "2026-05-31"), entries[0]);
  assert.equal(inForce(entries, "2026-06-01"), entries[1]);
});

test("a model's own training price comes before that of all models of its size", () => {
  const shared = { sft: [training("2026-01-01", "4")], dpo: [training("2026-01-01", "5")] };
  const of = provider({ training_classes: { small: { title: "small", training: shared } } });
  const small = model({ training_class: "small", ...TRAINED });
  assert.deepEqual(trainingOf(of, small), { sft: TRAINED.training.sft, dpo: shared.dpo });
  assert.deepEqual(trainingOf(of, model(TRAINED)), TRAINED.training);
});

test("the usual method is shown of several, and one without a price on the day is not", () => {
  const several = model({
    training: { rft: [training("2026-01-01")], dpo: [training("2026-01-01")], sft: [training("2026-09-01")] },
  });
  assert.equal(usualTraining(provider(), several, "2026-10-01")?.[0], "sft");
  assert.equal(usualTraining(provider(), several, "2026-08-31")?.[0], "dpo");
  assert.equal(usualTraining(provider(), several, "2025-12-31"), null);
});

test("training closes on the first of the days that end it", () => {
  const closes = (of: Partial<Provider>, more: Partial<Model> = {}) =>
    trainingClosesOn(provider(of), model({ ...TRAINED, ...more }))?.date;
  const closing = { availability: [open("2025-01-01", "everyone"), open("2027-01-06", "nobody")] };
  assert.equal(closes({}), undefined);
  assert.equal(closes(closing), "2027-01-06");
  assert.equal(closes(closing, { fine_tunes_retire_on: event("2026-10-01") }), "2026-10-01");
  const both = { training_closes_on: event("2026-12-01"), fine_tunes_retire_on: event("2027-10-01") };
  assert.equal(closes({}, both), "2026-12-01");
  assert.equal(trainingClosesOn(provider(closing), model()), null, "nothing closes that was never open");
});

test("a model can be fine-tuned until the day on which its training closes or it is shut down", () => {
  const can = (more: Partial<Model>, day: string, of: Partial<Provider> = {}) =>
    canBeFineTuned(provider(of), model({ ...TRAINED, ...more }), day);
  const closes = { training_closes_on: event("2026-12-01") };
  assert.equal(can(closes, "2026-11-30"), true);
  assert.equal(can(closes, "2026-12-01"), false);
  assert.equal(can({ retires_on: event("2026-12-01") }, "2026-12-01"), false);
  assert.equal(can({}, "2026-12-01", { availability: [open("2026-01-01", "nobody")] }), false);
  assert.equal(can({ training: {} }, "2026-12-01"), false);
  assert.equal(can({ training: {}, trainable: ["sft"] }, "2026-12-01"), true, "its price need not be known");
  const tiers = { eu: { ...TRAINED, base: [], fine_tuned: [], hosting: [], regions: [] } };
  assert.equal(can({ training: {}, tiers }, "2026-12-01"), true);
});

test("a provider's hosting is that of models to be fine-tuned, and not of others", () => {
  const of = provider({ hosting: [hosting("2026-01-01")] });
  const own = [hosting("2026-02-01")];
  assert.deepEqual(hostingOf(of, model()), []);
  assert.deepEqual(hostingOf(of, model({ fine_tuned: [prices("2026-01-01")] })), of.hosting);
  assert.deepEqual(hostingOf(of, model({ hosting: own })), own);
});

test("a model is found by another of its names", () => {
  const mini = model({ aliases: ["mini"] });
  const of = provider({ models: { "mini-2024": mini } });
  assert.deepEqual(modelNamed(of, "mini"), ["mini-2024", mini]);
  assert.deepEqual(modelNamed(of, "mini-2024"), ["mini-2024", mini]);
  assert.equal(modelNamed(of, "maxi"), null);
  assert.equal(modelNamed(of, "toString"), null);
});
