// Commands to copy into a shell, with this Payback's own address.
import { html, type TemplateResult } from "lit-html";
import { address } from "../api/client.ts";
import { keptKey } from "../api/key.ts";
import { curl } from "../text/curl.ts";

/** A command that asks this Payback for something; `what` says in a few words what it does. */
export const command = (what: string, method: "POST" | "PUT", path: string, body: unknown): TemplateResult =>
  snippet(what, curl({ method, address: address(path), body, withKey: keptKey() !== null }));

export const snippet = (what: string, text: string): TemplateResult =>
  html`<pre class="command" tabindex="0" role="region" aria-label=${what}>${text}</pre>`;
