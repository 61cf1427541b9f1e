// What this view has fetched, and fetches: each answer once, kept by what was asked, since a version never changes.
import { get, type Schema } from "../api/client.ts";
import { failed, type Loaded, loaded, loading, notLoaded, store } from "../store.ts";
import type { Changes, Compared } from "./changes.ts";
import type { Meaning } from "./names.ts";
import { own } from "./prices.ts";
import type { PublishedTable, Versions } from "./reading.ts";

/** Each `load` asks for what is not there and not on its way, and is done when that is answered. */
export interface Data {
  versions(): Loaded<Versions>;
  /** Of a version, or of the one in force where that is empty. */
  table(version: string): Loaded<PublishedTable>;
  changes(compared: Compared): Loaded<Changes>;
  meaning(name: string): Loaded<Meaning> | null;
  loadVersions(): Promise<void>;
  loadTable(version: string): Promise<void>;
  loadChanges(compared: Compared): Promise<void>;
  loadMeaning(name: string): Promise<void>;
}

export function data(redraw: () => void): Data {
  const versions = kept<Versions>(redraw);
  const tables = kept<PublishedTable>(redraw);
  const changes = kept<Changes>(redraw);
  const meanings = kept<Meaning>(redraw);
  return {
    versions: () => versions.of("") ?? notLoaded,
    table: (version) => tables.of(version) ?? notLoaded,
    changes: (compared) => changes.of(betweenThem(compared)) ?? notLoaded,
    meaning: meanings.of,
    loadVersions: () => versions.load("", () => get("v1/rates")),
    loadTable: (version) => tables.load(version, () => get(`v1/rates/${encodeURIComponent(version || "current")}`)),
    loadChanges: (compared) => changes.load(betweenThem(compared), () => changesOf(compared)),
    loadMeaning: (name) => meanings.load(name, () => meaningOf(name)),
  };
}

const betweenThem = ({ version, since }: Compared): string => `${since}..${version}`;

const changesOf = ({ version, since }: Compared): Promise<Changes> =>
  get(`v1/rates/${encodeURIComponent(version)}/changes`, { since });

async function meaningOf(name: string): Promise<Meaning> {
  const { resolution } = await get<Schema<"Models">>("v1/models", { name });
  if (!resolution) throw new Error("The service said nothing about this name.");
  return resolution;
}

interface Kept<Value> {
  of(key: string): Loaded<Value> | null;
  load(key: string, ask: () => Promise<Value>): Promise<void>;
}

function kept<Value>(redraw: () => void): Kept<Value> {
  const answers = store<Record<string, Loaded<Value>>>({}, redraw);
  const of = (key: string) => own(answers.state, key) ?? null;
  return {
    of,
    async load(key, ask) {
      const before = of(key) ?? notLoaded;
      if (before.loading || before.value !== null) return;
      answers.change({ [key]: loading(notLoaded) });
      try {
        answers.change({ [key]: loaded(await ask()) });
      } catch (error) {
        answers.change({ [key]: failed(notLoaded, error) });
      }
    },
  };
}
