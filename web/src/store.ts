// A value that is watched: views are drawn anew, once a frame, after it changes.
import { Problem } from "./api/client.ts";

export interface Store<State> {
  readonly state: State;
  change(changes: Partial<State>): void;
}

export function store<State extends object>(initial: State, redraw: () => void): Store<State> {
  let state = initial;
  return {
    get state() {
      return state;
    },
    change(changes) {
      state = { ...state, ...changes };
      redraw();
    },
  };
}

/** Something that is fetched: what was had last, whether more is on its way, and why it is not. */
export interface Loaded<Value> {
  readonly value: Value | null;
  readonly loading: boolean;
  readonly error: Problem | null;
}

export const notLoaded: Loaded<never> = { value: null, loading: false, error: null };

export const loading = <Value>(before: Loaded<Value>): Loaded<Value> => ({ ...before, loading: true });

export const loaded = <Value>(value: Value): Loaded<Value> => ({ value, loading: false, error: null });

/** What was had before stays, so that a slip does not take the answer away. A mistake of the page itself is thrown on. */
export function failed<Value>(before: Loaded<Value>, error: unknown): Loaded<Value> {
  if (!(error instanceof Problem)) throw error;
  return { value: before.value, loading: false, error };
}
