// What training and hosting cost, in words: their prices come by the token, the hour, the minute and the month.
import { html, type TemplateResult } from "lit-html";
import { priceText } from "../text/figures.ts";
import type { HostingPrice, TrainingPrice } from "./prices.ts";

/** One price, and what it is for. */
export interface Charge {
  usd: string;
  what: string;
}

type Stated = readonly (readonly [what: string, usd: string | null | undefined])[];

const stated = (all: Stated): Charge[] => all.flatMap(([what, usd]) => (usd == null ? [] : [{ usd, what }]));

export const trainingCharges = (price: TrainingPrice): Charge[] =>
  stated([
    ["A million training tokens", price.usd_per_million_training_tokens],
    ["An hour of training", price.usd_per_training_hour],
    ["An hour of each GPU", price.usd_per_training_gpu_hour],
    ["A job, at the least", price.usd_minimum_per_job],
    ["A job is paused, and you are asked, at", price.usd_cap_per_job],
  ]);

export function trainingConditions(price: TrainingPrice): string[] {
  return [
    ...(price.bills_validation_tokens ? ["Validation tokens are billed too"] : []),
    ...(price.bills_padding ? ["Without packing, every example is billed at the full sequence length"] : []),
  ];
}

export function hostingCharges(price: HostingPrice): Charge[] {
  const unit = price.unit ?? "unit";
  return stated([
    ["An hour of each deployment", price.usd_per_deployment_hour],
    [`An hour of each ${unit}`, price.usd_per_unit_hour],
    [`A minute of each ${unit}`, price.usd_per_unit_minute],
    ["A month of storage of each model", price.usd_per_model_month_storage],
    [`A month of storage of each ${unit}`, price.usd_per_unit_month_storage],
  ]);
}

export function hostingConditions(price: HostingPrice): string[] {
  return [
    price.bills_tokens ? "Calls are billed by the token as well" : "Calls are not billed by the token",
    ...(price.window_minutes ? [`Billed in windows of ${price.window_minutes} minutes with a call in them`] : []),
    ...(price.production === false ? ["Not meant for production: the provider does not keep it up"] : []),
  ];
}

/** A zero is easily read past, so it is said in a word. */
export function chargeLines(charges: readonly Charge[], conditions: readonly string[], sure: boolean): TemplateResult {
  return html`
    <ul class="charges">
      ${charges.map(
        ({ usd, what }) => html`
          <li>
            ${what}:
            <data class=${sure ? "" : "unsure"} value=${usd} title="${usd} USD">${Number(usd) === 0 ? "free" : priceText(usd)}</data>
          </li>
        `,
      )}
      ${conditions.map((each) => html`<li class="soft">${each}</li>`)}
    </ul>
  `;
}
