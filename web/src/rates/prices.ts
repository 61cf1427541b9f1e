// What a rate table says of a model on a day, by the rules of the API's own GET /v1/models, for any version of the table.
import type { Schema } from "../api/client.ts";

export type Table = Schema<"RateTable">;
export type Provider = Schema<"Provider">;
export type Model = Schema<"Model">;
export type Tier = Schema<"Tier">;
export type TokenPrices = Schema<"TokenPrices">;
export type TrainingPrice = Schema<"TrainingPrice">;
export type HostingPrice = Schema<"HostingPrice">;
export type Availability = Schema<"Availability">;
/** A day on which something ends, and how sure it is. */
export interface Ends {
  date: string;
  confirmed: boolean;
  source: string;
  checked_on: string;
  note?: string | null;
}
export type Dated = { effective_from: string };

/** The day as the API counts days. */
export const today = (): string => new Date().toISOString().slice(0, 10);

/** The newest entry that holds on the day; none before the first. */
export const inForce = <Entry extends Dated>(entries: readonly Entry[], day: string): Entry | null =>
  entries.findLast((entry) => entry.effective_from <= day) ?? null;

/** The histories of training by method: the model's own, then those of all models of its size. */
export function trainingOf(provider: Provider, model: Model): Record<string, TrainingPrice[]> {
  const shared = model.training_class ? provider.training_classes?.[model.training_class]?.training : {};
  return { ...shared, ...model.training };
}

/** What keeping a fine-tune costs where the model is one to be tuned: its own, or else its provider's. */
export function hostingOf(provider: Provider, model: Model): HostingPrice[] {
  const tuned = model.fine_tuned.length || model.hosting.length || Object.keys(model.hosting_options ?? {}).length;
  return tuned ? (model.hosting.length ? model.hosting : provider.hosting) : [];
}

/** Whether there is any way to train it, whoever may use it and whatever it costs. */
export function isTrained(provider: Provider, model: Model): boolean {
  const tiers = Object.values(model.tiers ?? {}).some((tier) => Object.keys(tier.training ?? {}).length > 0);
  return Object.keys(trainingOf(provider, model)).length > 0 || tiers || model.trainable.length > 0;
}

/** From when on nobody can train it: the provider closes, the model does, or its fine-tunes are shut down. */
export function trainingClosesOn(provider: Provider, model: Model): Ends | null {
  if (!isTrained(provider, model)) return null;
  const closed = provider.availability.filter((entry) => entry.open_to === "nobody");
  const days = [
    ...closed.map((entry) => ({ ...entry, date: entry.effective_from })),
    ...[model.training_closes_on, model.fine_tunes_retire_on].filter((event) => event != null),
  ];
  return days.sort((a, b) => a.date.localeCompare(b.date))[0] ?? null;
}

/** Whether somebody can have it trained on the day; where it is not known who may, somebody can. */
export function canBeFineTuned(provider: Provider, model: Model, day: string): boolean {
  const closes = trainingClosesOn(provider, model)?.date ?? "9999";
  const open = inForce(provider.availability, day)?.open_to !== "nobody";
  return isTrained(provider, model) && open && day < closes && !isShutDown(model, day);
}

export const isShutDown = (model: Model, day: string): boolean => (model.retires_on?.date ?? "9999") <= day;

/** The usual methods first: what the list shows of several. */
const METHODS = ["sft", "sft_lora", "sft_full", "dpo", "dpo_lora", "dpo_full", "rft"];

export function byMethod<Value>(training: Record<string, Value>): [method: string, value: Value][] {
  return Object.entries(training).sort(([a], [b]) => METHODS.indexOf(a) - METHODS.indexOf(b));
}

/** The first method that has a price on the day. */
export function usualTraining(provider: Provider, model: Model, day: string): [string, TrainingPrice] | null {
  for (const [method, entries] of byMethod(trainingOf(provider, model))) {
    const price = inForce(entries, day);
    if (price) return [method, price];
  }
  return null;
}

/** The providers as a list shows them. */
export const byTitle = ({ providers }: Table): [id: string, provider: Provider][] =>
  Object.entries(providers).sort(([, a], [, b]) => a.title.localeCompare(b.title));

/** What stands under a name that somebody typed, which may be one that every object has. */
export const own = <Value>(all: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(all, name) ? all[name] : undefined;

/** A model by its id, or by another name of it. */
export function modelNamed(provider: Provider, name: string): [id: string, model: Model] | null {
  const model = own(provider.models, name);
  if (model) return [name, model];
  return Object.entries(provider.models).find(([, model]) => model.aliases.includes(name)) ?? null;
}
