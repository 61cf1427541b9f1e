// Cells of tables that several of them have.
import { html, type TemplateResult } from "lit-html";
import { money, numberText } from "../text/figures.ts";
import { isZero } from "./decimals.ts";

export const amount = (usd: string): TemplateResult =>
  html`<td class="amount ${isZero(usd) ? "none" : ""}">${money(usd)}</td>`;

export const unpricedCell = (count: number): TemplateResult =>
  html`<td class="amount ${count ? "unknown" : "none"}">${numberText(count)}</td>`;
