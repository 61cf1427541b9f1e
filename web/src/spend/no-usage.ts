// Where there is nothing to show yet: how records come in.
import { html, type TemplateResult } from "lit-html";
import { address } from "../api/client.ts";
import { emptyState } from "../shell/states.ts";
import { type Asked, saidMonths, toHash } from "./asked.ts";
import { command, snippet } from "./commands.ts";

export function noUsage(asked: Asked, now: Date): TemplateResult {
  return html`
    ${emptyState(
      `No usage from ${saidMonths(asked)}`,
      html`Send what your calls used, and this page shows what they cost, month by month: base models and fine-tuned ones,
        training, and what the cache saved. Nothing of what a model was asked or answered is kept.`,
    )}
    <section class="card" aria-labelledby="send-title">
      <h2 id="send-title">How records come in</h2>
      <h3>From a program or a shell</h3>
      <p>
        <code>POST /v1/usage</code> takes up to 1,000 records. Each counts once by its <code>id</code>, however often it is
        sent, and is priced as of its own day. A provider's answer is taken as it came, too, as <code>response</code>.
      </p>
      ${command("Command that sends a record", "POST", "v1/usage", {
        records: [
          {
            id: "call-1",
            project: "support",
            model: "gpt-4o",
            at: now.toISOString().replace(/\.\d+/, ""),
            usage: { input_tokens: 1200, output_tokens: 150 },
          },
        ],
      })}
      <h3>From LiteLLM, with no code</h3>
      <p>These lines in the proxy's <code>config.yaml</code>:</p>
      ${snippet("Configuration of LiteLLM", liteLlm(address("v1/usage?project=support")))}
      <h3>From OpenTelemetry</h3>
      <p>
        <code>POST /v1/usage</code> takes spans with <code>gen_ai.usage.input_tokens</code> and its like, plain, as the Python
        SDK writes them, or a whole OTLP export in JSON.
      </p>
    </section>
  `;
}

const liteLlm = (endpoint: string): string => `litellm_settings:
  callbacks: ["payback"]
callback_settings:
  payback:
    callback_type: generic_api
    endpoint: ${endpoint}
    headers: {}  # {x-api-key: …} where this Payback wants a key
    max_retries: 3`;

/** Others have records in these months, this project has none. */
export const noUsageOf = (asked: Asked, project: string): TemplateResult =>
  emptyState(
    `${project} has no record from ${saidMonths(asked)}`,
    html`Other projects may have some: <a href=${toHash({ ...asked, project: null })}>show all projects</a>, or choose other
      months.`,
  );
