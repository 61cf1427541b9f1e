// A rate table as small as it can be, for the tests of the view of rates.
import type { Schema } from "../../src/api/client.ts";
import type {
  Availability,
  HostingPrice,
  Model,
  Provider,
  Table,
  TokenPrices,
  TrainingPrice,
} from "../../src/rates/prices.ts";

const SOURCED = { source: "pricing", checked_on: "2026-11-22", confirmed: true };

export const event = (date: string, confirmed = true): Schema<"Event"> => ({ ...SOURCED, date, confirmed });

export const open = (effective_from: string, open_to: Availability["open_to"]): Availability => ({
  ...SOURCED,
  effective_from,
  open_to,
});

export const prices = (effective_from: string, changes: Partial<TokenPrices> = {}): TokenPrices => ({
  ...SOURCED,
  effective_from,
  unconfirmed: [],
  usd_per_million_input_tokens: "1",
  usd_per_million_output_tokens: "2",
  ...changes,
});

export const training = (effective_from: string, usd = "3"): TrainingPrice => ({
  ...SOURCED,
  effective_from,
  bills_validation_tokens: false,
  bills_padding: false,
  usd_per_million_training_tokens: usd,
});

export const hosting = (effective_from: string): HostingPrice => ({
  ...SOURCED,
  effective_from,
  bills_tokens: true,
  production: true,
  unit: "deployment",
  usd_per_deployment_hour: "1.7",
});

export const model = (changes: Partial<Model> = {}): Model => ({
  aliases: [],
  base: [],
  fine_tuned: [],
  hosting: [],
  trainable: [],
  interface: "chat",
  bills_reasoning: false,
  compared: true,
  ...changes,
});

export const provider = (changes: Partial<Provider> = {}): Provider => ({
  schema_version: 1,
  title: "Acme",
  aliases: [],
  name_form: "plain",
  reseller: false,
  sources: {},
  availability: [],
  hosting: [],
  models: {},
  ...changes,
});

export const table = (providers: Record<string, Provider>): Table => ({
  schema_version: 1,
  providers,
  self_hosted: { schema_version: 1, sources: {}, instances: {}, recipes: {} },
  policy: { schema_version: 1, sources: {}, thresholds: {} },
});
