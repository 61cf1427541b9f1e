// What is asked and what is answered: reads the fields, asks the API once typing rests, keeps the address up to date.
import { get, isAborted, Problem, post, type Schema } from "../api/client.ts";
import { fromAddress, toQuery } from "../inputs/address.ts";
import { INPUTS, SECTIONS } from "../inputs/catalogue.ts";
import { FIRST } from "../inputs/presets.ts";
import { type Fields, toRequest, type Wrong, type Wrongs, withField } from "../inputs/request.ts";
import { failed, type Loaded, loaded, loading, notLoaded, type Store, store } from "../store.ts";

export type Decision = Schema<"DecisionAnswer">;
export type Sensitivity = Schema<"SensitivityAnswer">;
export type Models = Schema<"Models">;
type Thresholds = Schema<"PolicyDescription">["thresholds"];
type Shorthand = Schema<"ShorthandAnswer">;

/** A decision, and what it answers: the fields as they were typed, and the request that they made. */
export interface Decided {
  fields: Fields;
  request: Record<string, unknown>;
  decision: Decision;
}

export interface State {
  fields: Fields;
  /** What is wrong with a field: in how it is typed, or to the API. */
  wrong: Wrongs;
  decided: Loaded<Decided>;
  /** Of the decision that is shown; while it is loading, still of the one before. */
  sensitivity: Loaded<Sensitivity>;
  models: Loaded<Models>;
  /** What the policy assumes where nothing is said. */
  thresholds: Thresholds | null;
  /** A line of shorthand that could not be read whole, and why. */
  line: { text: string; problems: readonly string[] };
  /** Parameters of the address that are no inputs. */
  unknown: readonly string[];
}

const RESTS_MS = 250;

export class Calculation {
  /** Inputs that somebody chose to see as a range, or as one number; the others go by what stands in them. */
  readonly asRange = new Map<string, boolean>();
  /** Titles of the sections of the form of which all is shown. */
  readonly unfolded = new Set<string>();
  readonly #store: Store<State>;
  #timer = 0;
  #asking = new AbortController();
  #opened = false;
  /** The query that was written or read last: a change of the hash alone asks nothing. */
  #search = "";
  /** Asks once more what failed. */
  #repeat = () => {};

  constructor(redraw: () => void) {
    const initial: State = {
      fields: {},
      wrong: new Map(),
      decided: notLoaded,
      sensitivity: notLoaded,
      models: notLoaded,
      thresholds: null,
      line: { text: "", problems: [] },
      unknown: [],
    };
    this.#store = store(initial, redraw);
    addEventListener("popstate", () => {
      if (this.#opened && location.search !== this.#search) this.#readAddress();
    });
  }

  get state(): State {
    return this.#store.state;
  }

  open(): void {
    if (this.#opened) return;
    this.#opened = true;
    this.#readAddress();
    void this.loadModels();
    void this.#loadThresholds();
  }

  /** One field was typed into. */
  type(path: string, text: string): void {
    this.#ask(withField(this.state.fields, path, text));
  }

  /** Several inputs are set at once, as one step that the browser's back takes back. */
  set(changes: Readonly<Record<string, string>>): void {
    let fields = this.state.fields;
    for (const [path, text] of Object.entries(changes)) fields = withField(fields, path, text);
    for (const path of Object.keys(changes)) this.asRange.delete(path);
    for (const section of foldedSections(changes)) this.unfolded.add(section);
    this.#replace(fields);
  }

  /** Everything is asked anew, as one step that the browser's back takes back. */
  replace(fields: Fields): void {
    this.asRange.clear();
    this.#store.change({ line: { text: "", problems: [] }, unknown: [] });
    this.#replace(fields);
  }

  again(): void {
    this.#repeat();
    if (!this.state.models.value) void this.loadModels();
  }

  /** Reads a line as people type it in Slack, and asks what it says. */
  read(text: string): void {
    void this.#read(text, (fields) => this.replace(fields));
  }

  #replace(fields: Fields): void {
    this.#write(fields, "pushState");
    this.#ask(fields, 0);
  }

  #write(fields: Fields, how: "pushState" | "replaceState"): void {
    history[how](null, "", addressOf(fields));
    this.#search = location.search;
  }

  #readAddress(): void {
    this.#search = location.search;
    this.asRange.clear();
    const { fields, ask, unknown } = fromAddress(location.search);
    this.#store.change({ unknown, line: { text: ask, problems: [] } });
    if (ask) {
      // The link itself becomes what it asks, so that back leads to where it was followed from.
      void this.#read(ask, (read) => {
        this.#write(read, "replaceState");
        this.#ask(read, 0);
      });
    } else this.#ask(Object.keys(fields).length ? this.#followingToday(fields) : FIRST, 0);
  }

  /** Gives up whatever is being asked, and begins something newer. */
  #begin(repeat: () => void): AbortSignal {
    clearTimeout(this.#timer);
    this.#asking.abort();
    this.#asking = new AbortController();
    this.#repeat = repeat;
    return this.#asking.signal;
  }

  async #read(text: string, then: (fields: Fields) => void): Promise<void> {
    const signal = this.#begin(() => void this.#read(text, then));
    this.#store.change({ line: { text, problems: [] }, decided: loading(this.state.decided) });
    try {
      const { fields, problems, questions } = await post<Shorthand>("v1/shorthand", { text }, signal);
      const told = [
        ...problems.map(({ word, message }) => `“${word}” ${message}`),
        ...(problems.length ? [] : questions.map(({ question, example }) => `${question} Such as: ${example}`)),
      ];
      this.#store.change({ line: { text, problems: told }, decided: { ...this.state.decided, loading: false } });
      if (told.length === 0) then(fields);
    } catch (error) {
      if (!isAborted(error)) this.#store.change({ decided: failed(this.state.decided, error) });
    }
  }

  #ask(fields: Fields, rests = RESTS_MS): void {
    const signal = this.#begin(() => this.#ask(this.state.fields, 0));
    const { request, wrong } = toRequest(fields);
    const busy = wrong.size === 0;
    this.#store.change({
      fields,
      wrong,
      decided: { ...this.state.decided, loading: busy, error: busy ? this.state.decided.error : null },
      sensitivity: { ...this.state.sensitivity, loading: busy },
    });
    if (busy) this.#timer = setTimeout(() => void this.#decide(fields, request, signal), rests);
  }

  async #decide(fields: Fields, request: Record<string, unknown>, signal: AbortSignal): Promise<void> {
    try {
      const decision = await post<Decision>("v1/decisions", request, signal);
      this.#store.change({ decided: loaded({ fields, request, decision }), wrong: new Map() });
      this.#write(pinned(fields, decision), "replaceState");
    } catch (error) {
      if (isAborted(error)) return;
      this.#store.change({
        decided: failed(this.state.decided, error),
        sensitivity: { ...this.state.sensitivity, loading: false },
        wrong: wrongIn(error),
      });
      return;
    }
    await this.#weigh(request, signal);
  }

  async #weigh(request: Record<string, unknown>, signal: AbortSignal): Promise<void> {
    try {
      const sensitivity = await post<Sensitivity>("v1/decisions/sensitivity", request, signal);
      this.#store.change({ sensitivity: loaded(sensitivity) });
    } catch (error) {
      if (!isAborted(error)) this.#store.change({ sensitivity: failed(notLoaded, error) });
    }
  }

  async loadModels(): Promise<void> {
    this.#store.change({ models: loading(this.state.models) });
    try {
      this.#store.change({ models: loaded(await get<Models>("v1/models")) });
      this.#store.change({ fields: this.#followingToday(this.state.fields) });
    } catch (error) {
      this.#store.change({ models: failed(this.state.models, error) });
    }
  }

  async #loadThresholds(): Promise<void> {
    try {
      const { thresholds } = await get<Schema<"PolicyDescription">>("v1/rules");
      this.#store.change({ thresholds });
    } catch (error) {
      // What is assumed is said in the answer too: without it the fields are only less talkative.
      if (!(error instanceof Problem)) throw error;
    }
  }

  /** A link of today, with the rates of today, is asked as a question of today: it follows both as they change. */
  #followingToday(fields: Fields): Fields {
    const models = this.state.models.value;
    const { as_of, rates_version, ...others } = fields;
    return models && rates_version === models.rates_version && as_of === models.as_of ? others : fields;
  }
}

/** Where inputs that are set stand, as far as a section shows them only on demand. */
const foldedSections = (changes: Readonly<Record<string, string>>): string[] =>
  SECTIONS.filter(({ inputs }) => inputs.some(({ path, more }) => more && changes[path])).map(({ title }) => title);

/** The address that asks for these inputs, in the view that is shown. */
const addressOf = (fields: Fields): string => `${location.pathname}?${toQuery(fields)}${location.hash}`;

/** A link that gives the answer again, for ever. */
export const linkTo = ({ fields, decision }: Decided): string =>
  new URL(`${location.pathname}?${toQuery(pinned(fields, decision))}`, location.href).href;

/** The inputs with the day and the rates that the answer was given for. */
const pinned = (fields: Fields, { rates }: Decision): Fields => ({
  ...fields,
  as_of: rates.as_of,
  rates_version: rates.version,
});

/** What the API says of fields that the form has; where it says more, the whole of it is shown. */
function wrongIn(error: unknown): Wrongs {
  const errors = error instanceof Problem ? error.errors : [];
  return new Map(
    errors.flatMap((each): [string, Wrong][] => {
      const input = inputOf(each.field);
      return input ? [[input, each]] : [];
    }),
  );
}

/** The input that an error is about; of an object that is missing, the first in it. */
const inputOf = (field: string): string =>
  INPUTS.has(field) ? field : ([...INPUTS.keys()].find((path) => path.startsWith(`${field}.`)) ?? "");
