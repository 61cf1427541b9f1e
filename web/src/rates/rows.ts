// The list of models: one row each, found by what is typed, and in the order of a column.
import { holding } from "../text/search.ts";
import {
  canBeFineTuned,
  inForce,
  isShutDown,
  isTrained,
  type Model,
  type Provider,
  type Table,
  type TokenPrices,
  type TrainingPrice,
  usualTraining,
} from "./prices.ts";

export interface Row {
  provider: string;
  title: string;
  id: string;
  aliases: readonly string[];
  base: TokenPrices | null;
  tuned: TokenPrices | null;
  training: TrainingPrice | null;
  trainingMethod: string;
  trained: boolean;
  tunable: boolean;
  retiresOn: Model["retires_on"];
  shutDown: boolean;
  /** All that a search looks at. */
  words: string;
}

export function rowsOf(table: Table, day: string): Row[] {
  return Object.entries(table.providers).flatMap(([id, provider]) =>
    Object.entries(provider.models).map(([model, entry]) => rowOf(id, provider, model, entry, day)),
  );
}

function rowOf(provider: string, of: Provider, id: string, model: Model, day: string): Row {
  const [trainingMethod, training] = usualTraining(of, model, day) ?? ["", null];
  return {
    provider,
    title: of.title,
    id,
    aliases: model.aliases,
    base: inForce(model.base, day),
    tuned: inForce(model.fine_tuned, day),
    training,
    trainingMethod,
    trained: isTrained(of, model),
    tunable: canBeFineTuned(of, model, day),
    retiresOn: model.retires_on,
    shutDown: isShutDown(model, day),
    words: [of.title, provider, id, ...model.aliases].join(" "),
  };
}

export interface Filters {
  search: string;
  provider: string;
  tunable: boolean;
  /** Those that were shut down are shown too. */
  shutDown: boolean;
}

export const NO_FILTERS: Filters = { search: "", provider: "", tunable: false, shutDown: false };

interface Found {
  rows: Row[];
  /** How many more there would be with those that were shut down. */
  hidden: number;
}

/** Every word that was typed is somewhere in the model's names or its provider's. */
export function found(rows: readonly Row[], filters: Filters): Found {
  const holds = holding(filters.search);
  const matching = rows.filter(
    (row) =>
      (!filters.provider || row.provider === filters.provider) && (!filters.tunable || row.tunable) && holds(row.words),
  );
  if (filters.shutDown) return { rows: matching, hidden: 0 };
  const alive = matching.filter((row) => !row.shutDown);
  return { rows: alive, hidden: matching.length - alive.length };
}

export type Column =
  | "model"
  | "provider"
  | "input"
  | "cached"
  | "output"
  | "tunedInput"
  | "tunedOutput"
  | "training"
  | "retires";

export interface Order {
  column: Column;
  descending: boolean;
}

const priceOf = (usd: string | null | undefined): number | null => (usd == null ? null : Number(usd));

const KEYS: Record<Column, (row: Row) => string | number | null> = {
  model: (row) => row.id.toLowerCase(),
  provider: (row) => row.title.toLowerCase(),
  input: (row) => priceOf(row.base?.usd_per_million_input_tokens),
  cached: (row) => priceOf(row.base?.usd_per_million_cached_input_tokens),
  output: (row) => priceOf(row.base?.usd_per_million_output_tokens),
  tunedInput: (row) => priceOf(row.tuned?.usd_per_million_input_tokens),
  tunedOutput: (row) => priceOf(row.tuned?.usd_per_million_output_tokens),
  // A price by the hour cannot be set beside one by the token.
  training: (row) => priceOf(row.training?.usd_per_million_training_tokens),
  retires: (row) => row.retiresOn?.date ?? null,
};

/** What is not known comes last in either direction; rows that are alike stay in the order of the table. */
export function sorted(rows: readonly Row[], { column, descending }: Order): Row[] {
  const key = KEYS[column];
  return rows.toSorted((a, b) => {
    const [one, other] = [key(a), key(b)];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    const order = one < other ? -1 : Number(one > other);
    return descending ? -order : order;
  });
}

/** A column that is chosen again is turned round. */
export const reordered = (order: Order, column: Column): Order => ({
  column,
  descending: order.column === column && !order.descending,
});
