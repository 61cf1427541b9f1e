// Every dated list behind a model's prices, named by what it is of: the way of serving, the method, the way of hosting.
import {
  byMethod,
  type Dated,
  type HostingPrice,
  hostingOf,
  inForce,
  type Model,
  type Provider,
  type Tier,
  type TokenPrices,
  type TrainingPrice,
  trainingOf,
} from "./prices.ts";
import { methodText, tierText } from "./words.ts";

/** A way of serving the model: the provider's own, called "" where it has no name, or a tier. */
export interface Way {
  key: string;
  label: string;
  note: string | null;
  regions: readonly string[];
  base: TokenPrices[];
  tuned: TokenPrices[];
  training: Record<string, TrainingPrice[]>;
  hosting: HostingPrice[];
  hostingOptions: Record<string, HostingPrice[]>;
}

export function waysOf(provider: Provider, model: Model): Way[] {
  const tiers = Object.entries(model.tiers ?? {});
  const own: Way = {
    key: "",
    label: provider.default_tier && tiers.length ? tierText(provider.default_tier) : "",
    note: null,
    regions: [],
    base: model.base,
    tuned: model.fine_tuned,
    training: trainingOf(provider, model),
    hosting: hostingOf(provider, model),
    hostingOptions: model.hosting_options ?? {},
  };
  return [own, ...tiers.map(([key, tier]) => wayOf(key, tier))];
}

const wayOf = (key: string, tier: Tier): Way => ({
  key,
  label: tierText(key),
  note: tier.note ?? null,
  regions: tier.regions,
  base: tier.base,
  tuned: tier.fine_tuned,
  training: tier.training ?? {},
  hosting: tier.hosting,
  hostingOptions: tier.hosting_options ?? {},
});

/** The entries of one list, and what they are of. */
interface History<Entry extends Dated> {
  what: string;
  entries: readonly Entry[];
}

export interface Line<Entry extends Dated> {
  what: string;
  entry: Entry;
}

const named = (what: string, { label }: Way): string => (label ? `${what}, ${label}` : what);

export const tokenHistories = (ways: readonly Way[]): History<TokenPrices>[] =>
  ways.flatMap((way) => [
    { what: named("Base", way), entries: way.base },
    { what: named("Fine-tuned", way), entries: way.tuned },
  ]);

export const trainingHistories = (ways: readonly Way[]): History<TrainingPrice>[] =>
  ways.flatMap((way) =>
    byMethod(way.training).map(([method, entries]) => ({ what: named(methodText(method), way), entries })),
  );

export const hostingHistories = (ways: readonly Way[]): History<HostingPrice>[] =>
  ways.flatMap((way) =>
    hostingLists(way.hosting, way.hostingOptions).map(({ what, entries }) => ({ what: named(what, way), entries })),
  );

/** The standard way of hosting and the options beside it: `imported:eu-central-1` is the option there. */
export const hostingLists = (
  standard: readonly HostingPrice[],
  options: Readonly<Record<string, readonly HostingPrice[]>>,
): History<HostingPrice>[] => [
  { what: "Standard", entries: standard },
  ...Object.entries(options).map(([option, entries]) => ({ what: `Option ${tierText(option)}`, entries })),
];

/** What holds on the day, of each list that has begun by then. */
export const onDay = <Entry extends Dated>(histories: readonly History<Entry>[], day: string): Line<Entry>[] =>
  histories.flatMap(({ what, entries }) => {
    const entry = inForce(entries, day);
    return entry ? [{ what, entry }] : [];
  });

/** Every entry, newest first; those of one day in the order of their lists. */
export const newestFirst = <Entry extends Dated>(histories: readonly History<Entry>[]): Line<Entry>[] =>
  histories
    .flatMap(({ what, entries }) => entries.map((entry) => ({ what, entry })))
    .sort((a, b) => b.entry.effective_from.localeCompare(a.entry.effective_from));
