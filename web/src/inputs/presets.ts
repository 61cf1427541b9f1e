// Questions to begin with: one of today, and the scenarios of the article that the rules come from.
import type { Fields } from "./request.ts";

interface Preset {
  id: string;
  title: string;
  about: string;
  fields: Fields;
}

const READY = {
  "readiness.prompts_optimized": "yes",
  "readiness.cheaper_model_tried": "yes",
  "readiness.quality_gap_measured": "yes",
};

const SCENARIO_1: Fields = {
  task: "classification",
  "workload.calls_per_day": "50000",
  "workload.input_tokens": "200",
  "workload.output_tokens": "0",
  "workload.cacheable_input_tokens": "0",
  "current.model": "gpt-4o",
  "candidate.provider": "openai",
  "candidate.model": "gpt-4o-mini",
  "candidate.method": "sft",
  "candidate.input_tokens": "200",
  "candidate.output_tokens": "0",
  "dataset.examples": "1000",
  "dataset.tokens_per_example": "500",
  "dataset.epochs": "3",
  "experiments.training_usd": "30.5",
  "engineering.hours": "20-35-50",
  "engineering.usd_per_hour": "100",
  ...READY,
  "organization.has_fine_tuned_before": "yes",
  as_of: "2026-06-30",
};

const SCENARIO_2: Fields = {
  ...SCENARIO_1,
  task: "generation",
  "workload.calls_per_day": "20000",
  "workload.input_tokens": "2500",
  "current.model": "gpt-4o-mini",
  "candidate.input_tokens": "700",
};

export const PRESETS: readonly Preset[] = [
  {
    id: "tickets",
    title: "Support tickets",
    about: "Sort 100,000 tickets a day with a small model in place of a large one, at today's prices.",
    fields: {
      task: "classification",
      "workload.calls_per_day": "80000-100000-120000",
      "workload.input_tokens": "900",
      "workload.output_tokens": "20",
      "workload.cacheable_input_tokens": "0",
      "current.provider": "azure",
      "current.model": "gpt-4.1",
      "candidate.provider": "azure",
      "candidate.model": "gpt-4.1-mini",
      "candidate.input_tokens": "400",
      "dataset.examples": "1000",
      "engineering.hours": "20-35-50",
      "engineering.usd_per_hour": "100",
      "experiments.runs": "3-4-5",
      ...READY,
    },
  },
  {
    id: "scenario-1",
    title: "A smaller model",
    about: "The article's scenario 1: gpt-4o replaced by a fine-tuned gpt-4o-mini. It says: paid back in a day.",
    fields: SCENARIO_1,
  },
  {
    id: "scenario-2",
    title: "A shorter prompt",
    about: "Scenario 2: a system prompt of 2,000 tokens that fine-tuning makes needless.",
    fields: SCENARIO_2,
  },
  {
    id: "scenario-2-cached",
    title: "The same, cached",
    about: "Scenario 2 once more, where the provider caches that prompt: what is left to save?",
    fields: { ...SCENARIO_2, "workload.cacheable_input_tokens": "2000" },
  },
  {
    id: "scenario-3",
    title: "Three points better",
    about: "Scenario 3: prompting reaches 92%, and 95% would be nice.",
    fields: {
      ...SCENARIO_1,
      "workload.calls_per_day": "20000",
      "workload.input_tokens": "400",
      "current.model": "gpt-4o-mini",
      "candidate.input_tokens": "400",
      "readiness.current_quality": "0.92",
      "readiness.target_quality": "0.95",
    },
  },
  {
    id: "scenario-4",
    title: "Fifty examples",
    about: "Scenario 4: too few examples to learn from.",
    fields: { ...SCENARIO_1, "dataset.examples": "50" },
  },
];

export const FIRST: Fields = PRESETS[0]?.fields ?? {};
