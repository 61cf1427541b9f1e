// What this view has fetched, and fetches. A version never changes, so it is asked for once; which one is in force does.
import { get, Problem, type Schema } from "../api/client.ts";
import { failed, type Loaded, loaded, loading, notLoaded, store } from "../store.ts";
import type { Changes, Compared } from "./changes.ts";
import type { Meaning } from "./names.ts";
import { own } from "./prices.ts";
import type { PublishedTable, Versions } from "./reading.ts";

/** Each `load` asks for what is not there and not on its way, and is done when that is answered. */
interface Data {
  versions(): Loaded<Versions>;
  /** Of a version, or of the one in force where that is empty. */
  table(version: string): Loaded<PublishedTable>;
  changes(compared: Compared): Loaded<Changes>;
  meaning(name: string): Loaded<Meaning> | null;
  /** Asks each time anew; of a version that has come into force meanwhile, the table is there before the list names it. */
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
  let renewals = 0;
  const askCurrent = () => get<PublishedTable>("v1/rates/current");

  async function askVersions(): Promise<Versions> {
    const list = await get<Versions>("v1/rates");
    const { value: shown, error } = tables.of("") ?? notLoaded;
    if (shown && (shown.version !== list.current || shown.stale || error)) {
      renewals += 1;
      await tables.renew("", askCurrent);
    }
    return list;
  }

  /** What a name means is looked up in the version that is in force: in a newer one it is looked up anew. */
  const lookedUp = (name: string): string => `${renewals}/${name}`;

  return {
    versions: () => versions.of("") ?? notLoaded,
    table: (version) => tables.of(version) ?? notLoaded,
    changes: (compared) => changes.of(betweenThem(compared)) ?? notLoaded,
    meaning: (name) => meanings.of(lookedUp(name)),
    loadVersions: () => versions.renew("", askVersions),
    loadTable: (version) =>
      tables.load(version, version ? () => get(`v1/rates/${encodeURIComponent(version)}`) : askCurrent),
    loadChanges: (compared) => changes.load(betweenThem(compared), () => changesOf(compared)),
    loadMeaning: (name) => meanings.load(lookedUp(name), () => meaningOf(name)),
  };
}

const betweenThem = ({ version, since }: Compared): string => `${since}..${version}`;

const changesOf = ({ version, since }: Compared): Promise<Changes> =>
  get(`v1/rates/${encodeURIComponent(version)}/changes`, { since });

async function meaningOf(name: string): Promise<Meaning> {
  const { resolution } = await get<Schema<"Models">>("v1/models", { name });
  if (!resolution) throw new Problem(200, "not_an_answer", "The service said nothing about this name.");
  return resolution;
}

interface Kept<Value> {
  of(key: string): Loaded<Value> | null;
  /** Asks for what is not there. */
  load(key: string, ask: () => Promise<Value>): Promise<void>;
  /** Asks for what may be there, and keeps that until the newer is. */
  renew(key: string, ask: () => Promise<Value>): Promise<void>;
}

function kept<Value>(redraw: () => void): Kept<Value> {
  const answers = store<Record<string, Loaded<Value>>>({}, redraw);
  const of = (key: string) => own(answers.state, key) ?? null;
  async function renew(key: string, ask: () => Promise<Value>): Promise<void> {
    let answer: Loaded<Value> = { ...(of(key) ?? notLoaded), error: null };
    if (answer.loading) return;
    answers.change({ [key]: loading(answer) });
    try {
      answer = loaded(await ask());
    } catch (error) {
      answer = failed(answer, error);
    } finally {
      answers.change({ [key]: answer });
    }
  }

  return {
    of,
    load: async (key, ask) => {
      if ((of(key) ?? notLoaded).value === null) await renew(key, ask);
    },
    renew,
  };
}
