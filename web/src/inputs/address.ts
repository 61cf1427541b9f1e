// The address of the page holds the inputs, each by its path, so that a link asks the same again.
import { INPUTS } from "./catalogue.ts";
import type { Fields } from "./request.ts";

interface Asked {
  fields: Fields;
  /** A line of shorthand, as in Slack. */
  ask: string;
  /** Parameters that are no inputs. */
  unknown: readonly string[];
}

export function fromAddress(search: string): Asked {
  const fields: Record<string, string> = {};
  const unknown: string[] = [];
  let ask = "";
  for (const [name, text] of new URLSearchParams(search)) {
    if (name === "ask") ask = text;
    else if (!INPUTS.has(name)) unknown.push(name);
    else if (text.trim()) fields[name] = text;
  }
  return { fields, ask, unknown };
}

/** The query that asks for these inputs, in the order of the form. */
export function toQuery(fields: Fields): string {
  const query = new URLSearchParams();
  for (const path of INPUTS.keys()) {
    const text = fields[path]?.trim();
    if (text) query.set(path, text);
  }
  return query.toString();
}
