// Every input of a decision that the page asks for: its path in the request, and how it is asked in plain words.

import type { Schema } from "../api/client.ts";

type Kind = "number" | "range" | "share" | "yesno" | "day" | "epochs" | "name" | "names" | "choice" | "model";

export interface Input {
  path: string;
  label: string;
  kind: Kind;
  hint?: string;
  unit?: string;
  choices?: readonly (readonly [value: string, label: string])[];
  /** What is shown in an empty field: what the API assumes. */
  assumed?: string;
  /** The threshold of the policy that is assumed. */
  threshold?: keyof Schema<"PolicyDescription">["thresholds"];
  /** Shown only when more is asked for. */
  more?: boolean;
}

export interface Section {
  title: string;
  about: string;
  inputs: readonly Input[];
}

export const SECTIONS: readonly Section[] = [
  {
    title: "What runs today",
    about: "The calls that you make now.",
    inputs: [
      { path: "current.model", label: "Model that answers today", kind: "model" },
      {
        path: "task",
        label: "What it does",
        kind: "choice",
        choices: [
          ["classification", "Classifies: picks one of a few answers"],
          ["generation", "Generates: writes text"],
        ],
      },
      { path: "workload.calls_per_day", label: "Calls a day", kind: "range", assumed: "such as 50,000" },
      {
        path: "workload.calls_per_month",
        label: "or calls a month",
        kind: "range",
        hint: "In place of calls a day; a month is 30 days.",
        more: true,
      },
      {
        path: "workload.input_tokens",
        label: "Input tokens of a call",
        kind: "number",
        hint: "The whole prompt. A token is about four letters of English.",
        assumed: "such as 800",
      },
      {
        path: "workload.output_tokens",
        label: "Output tokens of a call",
        kind: "number",
        hint: "The answer.",
        assumed: "none are counted",
      },
      {
        path: "workload.cacheable_input_tokens",
        label: "Of the input tokens, the same in every call",
        kind: "number",
        hint: "The start of the prompt, such as its instructions: it can be cached. Say 0 for none.",
        assumed: "not said",
      },
      {
        path: "workload.cache_hit_rate",
        label: "Share of calls that find them in the cache",
        kind: "share",
        threshold: "cache_hit_rate",
        more: true,
      },
      { path: "current.prompt_caching", label: "The prompt is cached today", kind: "yesno", more: true },
      { path: "workload.batch", label: "Calls are sent through the batch API", kind: "yesno", more: true },
      { path: "workload.latency_tolerant", label: "Answers may take 24 hours", kind: "yesno", more: true },
      { path: "current.provider", label: "Provider", kind: "name", assumed: "by the model", more: true },
      { path: "current.tier", label: "Tier", kind: "name", assumed: "the provider's own", more: true },
      { path: "current.region", label: "Region", kind: "name", assumed: "any", more: true },
    ],
  },
  {
    title: "What you would fine-tune",
    about: "The model to train, and the calls that would be made of it.",
    inputs: [
      { path: "candidate.model", label: "Model to fine-tune", kind: "model" },
      {
        path: "candidate.input_tokens",
        label: "Input tokens of a call afterwards",
        kind: "number",
        hint: "A fine-tune often needs a shorter prompt: what it learnt need not be said.",
        assumed: "as today",
      },
      { path: "candidate.output_tokens", label: "Output tokens afterwards", kind: "number", assumed: "as today" },
      {
        path: "candidate.cacheable_input_tokens",
        label: "Of these input tokens, the same in every call",
        kind: "number",
        assumed: "as today",
        more: true,
      },
      { path: "candidate.provider", label: "Provider", kind: "name", assumed: "by the model", more: true },
      { path: "candidate.tier", label: "Tier", kind: "name", assumed: "the provider's own", more: true },
      { path: "candidate.region", label: "Region", kind: "name", assumed: "any", more: true },
      {
        path: "candidate.method",
        label: "Method",
        kind: "choice",
        choices: [
          ["sft", "Supervised: shown the right answers (SFT)"],
          ["dpo", "Preferences: better and worse answers (DPO)"],
          ["rft", "Reinforcement: answers are graded (RFT)"],
        ],
        assumed: "supervised",
        more: true,
      },
      {
        path: "candidate.tuning",
        label: "Adapter or whole model",
        kind: "choice",
        choices: [
          ["lora", "A LoRA adapter"],
          ["full", "The whole model"],
        ],
        assumed: "the adapter",
        more: true,
      },
      { path: "candidate.hosting.option", label: "Hosting", kind: "name", assumed: "the standard way", more: true },
      {
        path: "candidate.hosting.units",
        label: "GPUs, instances or model units",
        kind: "number",
        assumed: "1",
        more: true,
      },
      {
        path: "candidate.hosting.hours_per_month",
        label: "Hours of a month in which it is up",
        kind: "number",
        assumed: "all of them",
        more: true,
      },
      {
        path: "candidate.hosting.usd_per_unit_hour",
        label: "Your own price of a unit",
        kind: "number",
        unit: "USD an hour",
        assumed: "the list price",
        more: true,
      },
    ],
  },
  {
    title: "Training data",
    about: "The examples that you have.",
    inputs: [
      { path: "dataset.examples", label: "Examples", kind: "number", assumed: "such as 1,000" },
      {
        path: "dataset.tokens_per_example",
        label: "Tokens of an example",
        kind: "range",
        assumed: "those of a call afterwards",
      },
      { path: "dataset.epochs", label: "Epochs: passes over the file", kind: "epochs", assumed: "auto", more: true },
      { path: "dataset.validation_tokens", label: "Validation tokens", kind: "number", assumed: "none", more: true },
    ],
  },
  {
    title: "Work",
    about: "What it takes of people and of trials.",
    inputs: [
      { path: "engineering.hours", label: "Hours of engineering", kind: "range", threshold: "engineering_hours" },
      {
        path: "engineering.usd_per_hour",
        label: "An hour costs",
        kind: "range",
        unit: "USD",
        threshold: "engineering_usd_per_hour",
      },
      {
        path: "experiments.runs",
        label: "Training runs until one is good",
        kind: "range",
        threshold: "experiment_runs",
      },
      {
        path: "experiments.training_usd",
        label: "or what all runs cost",
        kind: "range",
        unit: "USD",
        assumed: "is computed",
        more: true,
      },
      {
        path: "experiments.hours_per_run",
        label: "Hours of a run, where it is billed by the hour",
        kind: "range",
        more: true,
      },
      {
        path: "retraining.every_months",
        label: "Trained again every so many months",
        kind: "number",
        assumed: "never",
        more: true,
      },
      { path: "retraining.hours", label: "Hours of each time", kind: "range", more: true },
      { path: "retraining.runs", label: "Training runs of each time", kind: "range", assumed: "1", more: true },
    ],
  },
  {
    title: "What you have tried",
    about: "Cheaper ways come first; what is not answered stays an open question.",
    inputs: [
      { path: "readiness.prompts_optimized", label: "Have the prompts been optimised?", kind: "yesno" },
      { path: "readiness.cheaper_model_tried", label: "Has a cheaper model been tried?", kind: "yesno" },
      { path: "readiness.quality_gap_measured", label: "Has the quality gap been measured?", kind: "yesno" },
      { path: "organization.has_fine_tuned_before", label: "Has your organisation fine-tuned before?", kind: "yesno" },
      {
        path: "organization.fine_tuned_inference_in_last_60_days",
        label: "and called a fine-tune in the last 60 days?",
        kind: "yesno",
        more: true,
      },
      {
        path: "readiness.models_tried",
        label: "Models that were tried",
        kind: "names",
        hint: "One on each line.",
        more: true,
      },
      { path: "readiness.current_quality", label: "Quality today", kind: "share", assumed: "such as 92%", more: true },
      {
        path: "readiness.target_quality",
        label: "Quality that is needed",
        kind: "share",
        assumed: "such as 95%",
        more: true,
      },
      {
        path: "quality_value_usd_per_month",
        label: "What better quality is worth a month",
        kind: "number",
        unit: "USD",
        assumed: "0",
        more: true,
      },
    ],
  },
  {
    title: "When",
    about: "Prices and dates are those of one day and one version of the rate table.",
    inputs: [
      { path: "as_of", label: "Decide for this day", kind: "day", assumed: "today", more: true },
      {
        path: "horizon_months",
        label: "Months to compare over",
        kind: "number",
        threshold: "horizon_months",
        more: true,
      },
      {
        path: "rates_version",
        label: "Version of the rate table",
        kind: "name",
        assumed: "the current one",
        more: true,
      },
    ],
  },
];

export const INPUTS: ReadonlyMap<string, Input> = new Map(
  SECTIONS.flatMap((section) => section.inputs.map((input) => [input.path, input] as const)),
);
