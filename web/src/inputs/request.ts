// What was typed, as the request of POST /v1/decisions, and back.
import { INPUTS, type Input } from "./catalogue.ts";
import { readDay, readEpochs, readNumber, readRange, readShare, readYesNo, WrongValue } from "./values.ts";

/** The text of every field that has one, by the path of its input. */
export type Fields = Readonly<Record<string, string>>;

/** What is wrong with a field, and what to write instead where that can be listed. */
export interface Wrong {
  message: string;
  allowed?: readonly string[];
}

/** What is wrong, by the path of the field. */
export type Wrongs = ReadonlyMap<string, Wrong>;

interface Reading {
  request: Record<string, unknown>;
  wrong: Wrongs;
}

export function toRequest(fields: Fields): Reading {
  const request: Record<string, unknown> = {};
  const wrong = new Map<string, Wrong>();
  for (const input of INPUTS.values()) {
    const text = fields[input.path]?.trim();
    if (!text) continue;
    try {
      refuseDottedThousands(input, text);
      put(request, input.path.split("."), read(input, text));
    } catch (error) {
      if (!(error instanceof WrongValue)) throw error;
      wrong.set(input.path, { message: error.message });
    }
  }
  return { request, wrong };
}

const DOTTED_THOUSANDS = /(?:^|-)\s*[1-9]\d{0,2}\.\d{3}\s*(?:-|$)/;

/** Half of the world writes 50,000 as 50.000. Of what is counted nobody means a thousandth, but of a price they may. */
function refuseDottedThousands({ kind, unit }: Input, text: string): void {
  if ((kind === "number" || kind === "range") && !unit && DOTTED_THOUSANDS.test(text)) {
    const [example = ""] = /[1-9]\d{0,2}\.\d{3}/.exec(text) ?? [];
    throw new WrongValue(`could mean ${example.replace(".", "")} or ${Number(example)}: write it without the dot`);
  }
}

function read(input: Input, text: string): unknown {
  switch (input.kind) {
    case "number":
      return readNumber(text);
    case "range":
      return readRange(text);
    case "share":
      return readShare(text);
    case "yesno":
      return readYesNo(text);
    case "day":
      return readDay(text);
    case "epochs":
      return readEpochs(text);
    case "names":
      return text
        .split("\n")
        .map((line) => line.trim())
        .filter(Boolean);
    default:
      return text;
  }
}

function put(request: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [name = "", ...rest] = path;
  if (rest.length === 0) {
    request[name] = value;
    return;
  }
  request[name] ??= {};
  put(request[name] as Record<string, unknown>, rest, value);
}

/** The text of a value that the API wants for an input: what a flip of a rule sets. */
export function textOf(value: string | boolean | readonly string[]): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" ? value : value.join("\n");
}

/** Inputs of which a decision takes only one: saying the first takes the others back. */
const INSTEAD: Readonly<Record<string, readonly string[]>> = {
  "workload.calls_per_day": ["workload.calls_per_month"],
  "workload.calls_per_month": ["workload.calls_per_day"],
  "experiments.runs": ["experiments.training_usd"],
  "experiments.training_usd": ["experiments.runs"],
};

/** The fields with one of them set. An empty text takes it back. */
export function withField(fields: Fields, path: string, text: string): Fields {
  const said: Record<string, string> = { ...fields };
  if (text === "") {
    delete said[path];
    return said;
  }
  for (const other of INSTEAD[path] ?? []) delete said[other];
  said[path] = text;
  return said;
}
