// The API over HTTP: JSON in and out, and every failure as a problem that can be shown.
import type { components } from "./contract.d.ts";
import { askForKey, keptKey } from "./key.ts";

type Schemas = components["schemas"];
export type Schema<Name extends keyof Schemas> = Schemas[Name];

interface FieldError {
  field: string;
  message: string;
  allowed?: string[];
}

/** What the API refused, or why it could not be asked; `detail` is a sentence for people. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: readonly FieldError[];

  constructor(status: number, code: string, detail: string, errors: readonly FieldError[] = []) {
    super(detail);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

/** Where the API stands: beside this script, whatever the stage's name is. */
const ROOT = new URL("..", import.meta.url);

export const address = (path: string): string => new URL(path, ROOT).href;

export async function get<Answer>(
  path: string,
  query: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<Answer> {
  const asked = new URLSearchParams(Object.entries(query).filter(([, text]) => text !== ""));
  return (await sent(`${path}${asked.size ? `?${asked}` : ""}`, { method: "GET" }, signal)) as Answer;
}

export async function post<Answer>(path: string, body: unknown, signal?: AbortSignal): Promise<Answer> {
  const init = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  return (await sent(path, init, signal)) as Answer;
}

async function sent(path: string, init: RequestInit, signal?: AbortSignal): Promise<unknown> {
  const key = keptKey();
  const headers = { ...init.headers, ...(key === null ? {} : { "X-Api-Key": key }) };
  const { response, answer } = await reached(path, {
    ...init,
    headers,
    cache: "no-store",
    ...(signal ? { signal } : {}),
  });
  if (response.ok && answer !== null) return answer;
  const problem = problemOf(response.status, answer);
  // The API's own word for a key that is missing or wrong; an address that may not call is told otherwise.
  if (problem.status === 403 && problem.message.includes("API key")) {
    if (!(await askForKey(key))) throw problem;
    return sent(path, init, signal);
  }
  throw problem;
}

interface Reached {
  response: Response;
  /** What came as JSON; null for anything else. */
  answer: unknown;
}

async function reached(path: string, init: RequestInit): Promise<Reached> {
  try {
    const response = await fetch(address(path), init);
    const text = await response.text();
    return { response, answer: parsed(text) };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // fetch throws these, and what a signal was aborted with
    throw new Problem(0, "unreachable", "Payback cannot be reached. Check the connection, then try again.");
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}

function problemOf(status: number, answer: unknown): Problem {
  if (typeof answer === "object" && answer !== null && "code" in answer && "detail" in answer) {
    const { code, detail, errors } = answer as { code: string; detail: string; errors?: FieldError[] };
    return new Problem(status, code, detail, errors);
  }
  return new Problem(status, "not_an_answer", `The service answered with status ${status} and no reason; try again.`);
}

export const isAborted = (error: unknown): boolean => error instanceof DOMException && error.name === "AbortError";
