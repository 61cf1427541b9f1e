// Commands to copy into a shell, with this Payback's own address.
import { html, type TemplateResult } from "lit-html";
import { address } from "../api/client.ts";
import { keptKey } from "../api/key.ts";

// Within single quotes a shell reads nothing but the next quote.
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

export function curl(method: "POST" | "PUT", url: string, body: unknown, withKey: boolean): string {
  const lines = [
    `curl ${method === "POST" ? "" : `-X ${method} `}${quoted(url)}`,
    "-H 'content-type: application/json'",
    ...(withKey ? ['-H "x-api-key: $API_KEY"'] : []),
    `-d ${quoted(JSON.stringify(body, null, 2))}`,
  ];
  return lines.join(" \\\n  ");
}

/** A command that asks this Payback for something; `what` says in a few words what it does. */
export const command = (what: string, method: "POST" | "PUT", path: string, body: unknown): TemplateResult =>
  snippet(what, curl(method, address(path), body, keptKey() !== null));

export const snippet = (what: string, text: string): TemplateResult =>
  html`<pre class="command" tabindex="0" role="region" aria-label=${what}>${text}</pre>`;
