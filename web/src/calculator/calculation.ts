// What is asked and what is answered: reads the fields, asks the API once typing rests, keeps the address up to date.
import { get, isAborted, Problem, post, type Schema } from "../api/client.ts";
import { fromAddress, toQuery } from "../inputs/address.ts";
import { INPUTS } from "../inputs/catalogue.ts";
import { FIRST } from "../inputs/presets.ts";
import { type Fields, toRequest, type Wrongs, withField } from "../inputs/request.ts";
import { failed, type Loaded, loaded, loading, notLoaded, type Store, store } from "../store.ts";

export type Decision = Schema<"DecisionAnswer">;
export type Sensitivity = Schema<"SensitivityAnswer">;
export type Models = Schema<"Models">;
type Shorthand = Schema<"ShorthandAnswer">;

/** A decision, and the request that it answers. */
export interface Decided {
  request: Record<string, unknown>;
  decision: Decision;
}

export interface State {
  fields: Fields;
  /** What is wrong with a field, by its path: in how it is typed, or to the API. */
  wrong: Wrongs;
  decided: Loaded<Decided>;
  sensitivity: Loaded<Sensitivity>;
  models: Loaded<Models>;
  /** A line of shorthand that could not be read whole, and why. */
  line: { text: string; problems: readonly string[] };
  /** Parameters of the address that are no inputs. */
  unknown: readonly string[];
}

const RESTS_MS = 250;

export class Calculation {
  readonly #store: Store<State>;
  #timer = 0;
  #asking = new AbortController();
  #opened = false;

  constructor(redraw: () => void) {
    const initial: State = {
      fields: {},
      wrong: new Map(),
      decided: notLoaded,
      sensitivity: notLoaded,
      models: notLoaded,
      line: { text: "", problems: [] },
      unknown: [],
    };
    this.#store = store(initial, redraw);
    addEventListener("popstate", () => this.#readAddress());
  }

  get state(): State {
    return this.#store.state;
  }

  open(): void {
    if (this.#opened) return;
    this.#opened = true;
    this.#readAddress();
    void this.loadModels();
  }

  /** One field was typed into. */
  type(path: string, text: string): void {
    this.#ask(withField(this.state.fields, path, text));
  }

  /** Several inputs are set at once, as one step that the browser's back takes back. */
  set(changes: Readonly<Record<string, string>>): void {
    let fields = this.state.fields;
    for (const [path, text] of Object.entries(changes)) fields = withField(fields, path, text);
    this.replace(fields);
  }

  /** Everything is asked anew, as one step that the browser's back takes back. */
  replace(fields: Fields): void {
    history.pushState(null, "", addressOf(fields));
    this.#ask(fields, 0);
  }

  again(): void {
    this.#ask(this.state.fields, 0);
  }

  async loadModels(): Promise<void> {
    this.#store.change({ models: loading(this.state.models) });
    try {
      this.#store.change({ models: loaded(await get<Models>("v1/models")) });
      this.#followToday();
    } catch (error) {
      this.#store.change({ models: failed(this.state.models, error) });
    }
  }

  /** Reads a line as people type it in Slack, and asks what it says. */
  async read(text: string): Promise<void> {
    this.#store.change({ line: { text, problems: [] }, decided: loading(this.state.decided) });
    try {
      const { fields, problems, questions } = await post<Shorthand>("v1/shorthand", { text });
      const told = [
        ...problems.map(({ message }) => message),
        ...(problems.length ? [] : questions.map(({ question, example }) => `${question} Such as: ${example}`)),
      ];
      this.#store.change({ line: { text, problems: told }, decided: { ...this.state.decided, loading: false } });
      if (told.length === 0) this.replace(fields);
    } catch (error) {
      this.#store.change({ decided: failed(this.state.decided, error) });
    }
  }

  #readAddress(): void {
    const { fields, ask, unknown } = fromAddress(location.search);
    this.#store.change({ unknown, line: { text: ask, problems: [] } });
    if (ask) void this.read(ask);
    else this.#ask(Object.keys(fields).length ? fields : FIRST, 0);
  }

  #ask(fields: Fields, rests = RESTS_MS): void {
    clearTimeout(this.#timer);
    this.#asking.abort();
    const { request, wrong } = toRequest(fields);
    this.#store.change({ fields, wrong });
    if (wrong.size) return;
    this.#store.change({ decided: loading(this.state.decided) });
    this.#timer = setTimeout(() => void this.#decide(request), rests);
  }

  async #decide(request: Record<string, unknown>): Promise<void> {
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const decision = await post<Decision>("v1/decisions", request, asking.signal);
      this.#store.change({ decided: loaded({ request, decision }), wrong: new Map() });
      history.replaceState(null, "", addressOf(pinned(this.state.fields, decision)));
    } catch (error) {
      if (isAborted(error)) return;
      this.#store.change({ decided: failed(this.state.decided, error), wrong: wrongIn(error) });
      return;
    }
    await this.#weigh(request, asking.signal);
  }

  async #weigh(request: Record<string, unknown>, signal: AbortSignal): Promise<void> {
    this.#store.change({ sensitivity: loading(this.state.sensitivity) });
    try {
      this.#store.change({
        sensitivity: loaded(await post<Sensitivity>("v1/decisions/sensitivity", request, signal)),
      });
    } catch (error) {
      if (!isAborted(error)) this.#store.change({ sensitivity: failed(this.state.sensitivity, error) });
    }
  }

  /** A link of today, with the rates of today, is asked as a question of today: it follows both as they change. */
  #followToday(): void {
    const models = this.state.models.value;
    const { as_of, rates_version, ...others } = this.state.fields;
    if (models && rates_version === models.rates_version && as_of === models.as_of) {
      this.#store.change({ fields: others });
    }
  }
}

/** The address that asks for these inputs, in the view that is shown. */
export const addressOf = (fields: Fields): string => `${location.pathname}?${toQuery(fields)}${location.hash}`;

/** The inputs with the day and the rates that the answer was given for: a link to them is answered the same for ever. */
export const pinned = (fields: Fields, { rates }: Decision): Fields => ({
  ...fields,
  as_of: rates.as_of,
  rates_version: rates.version,
});

/** What the API says of fields that the form has; where it says more, the whole of it is shown. */
function wrongIn(error: unknown): Wrongs {
  const errors = error instanceof Problem ? error.errors : [];
  return new Map(errors.filter(({ field }) => INPUTS.has(field)).map((each) => [each.field, each]));
}
