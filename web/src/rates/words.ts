// The plain words for what the rate table calls by its fields.
import { whoCanTrain } from "../text/availability.ts";
import { capitalised } from "../text/sentence.ts";
import type { Availability, TokenPrices } from "./prices.ts";

type Field<Name> = Name extends `usd_per_million_${string}` ? Name : never;
export type TokenField = Field<keyof TokenPrices>;

/** Every price by the token, in the order in which they are read. */
export const TOKEN_FIELDS: readonly (readonly [TokenField, string])[] = [
  ["usd_per_million_input_tokens", "Input"],
  ["usd_per_million_cached_input_tokens", "Cached input"],
  ["usd_per_million_output_tokens", "Output"],
  ["usd_per_million_cache_write_tokens", "Cache write"],
  ["usd_per_million_cache_write_1h_tokens", "Cache write, 1 hour"],
  ["usd_per_million_batch_input_tokens", "Batch input"],
  ["usd_per_million_batch_cached_input_tokens", "Batch cached input"],
  ["usd_per_million_batch_cache_write_tokens", "Batch cache write"],
  ["usd_per_million_batch_output_tokens", "Batch output"],
];

const METHODS: Readonly<Record<string, string>> = {
  sft: "Supervised (SFT)",
  sft_lora: "Supervised, LoRA adapter",
  sft_full: "Supervised, whole model",
  dpo: "Preferences (DPO)",
  dpo_lora: "Preferences, LoRA adapter",
  dpo_full: "Preferences, whole model",
  rft: "Reinforcement (RFT)",
};

export const methodText = (method: string): string => METHODS[method] ?? method;

export const openToText = (availability: Availability | null): string =>
  availability ? capitalised(whoCanTrain(availability.open_to)) : "Who may train is not known";

/** How a tier is called: `regional:northeurope` is the regional one there. */
export const tierText = (tier: string): string => tier.replace(":", ", ");
