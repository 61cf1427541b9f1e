// Figures in the reader's own way of writing them, exact where the pointer rests.
import { html, type TemplateResult } from "lit-html";

/** A number as the API writes it, for `Intl`, which keeps every digit of it. */
export type Digits = `${number}`;

/** Money has cents; of what is finer than cents, the digits that tell it from nothing. */
function dollars(usd: string, compact: boolean): string {
  const size = Math.abs(Number(usd));
  const [, decimals = ""] = usd.split(".");
  const format = new Intl.NumberFormat(undefined, {
    style: "currency",
    currency: "USD",
    ...digitsOf(size, decimals.length, compact),
  });
  return format.format(usd as Digits);
}

function digitsOf(size: number, decimals: number, compact: boolean): Intl.NumberFormatOptions {
  if (size > 0 && size < 1 && decimals > 2) return { minimumFractionDigits: 2, maximumFractionDigits: finest(size) };
  if (compact && size >= 1e6) return { notation: "compact", maximumSignificantDigits: 4 };
  if (compact && (size >= 1000 || decimals === 0)) return { maximumFractionDigits: 0 };
  return { minimumFractionDigits: 2, maximumFractionDigits: 2 };
}

/** The decimal that is the third digit of a number below one. */
const finest = (size: number): number => Math.max(2, Math.min(12, 2 - Math.floor(Math.log10(size))));

export const moneyText = (usd: string): string => dollars(usd, true);

/** An amount of the API (a string of digits, USD), shown short and exact on hover, and said where it is not known. */
export function money(usd: string | null | undefined): TemplateResult {
  if (usd === null || usd === undefined) return html`<span class="none">not known</span>`;
  return html`<data value=${usd} title=${`${usd} USD`}>${dollars(usd, false)}</data>`;
}

/** A list price to its last digit: what a provider charges is not rounded. */
export function priceText(usd: string): string {
  return new Intl.NumberFormat(undefined, {
    style: "currency",
    currency: "USD",
    minimumFractionDigits: 2,
    maximumFractionDigits: 12,
  }).format(usd as Digits);
}

/** A number with so many decimals; of what is less than one, the digits that tell it from nothing. */
export function numberText(value: string | number, digits = 2): string {
  const size = Math.abs(Number(value));
  const shown = size > 0 && size < 1 ? { maximumSignificantDigits: digits + 1 } : { maximumFractionDigits: digits };
  return new Intl.NumberFormat(undefined, shown).format(String(value) as Digits);
}

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${numberText(count)} ${count === 1 ? one : many}`;

/** A number of the API, shown short and exact on hover. */
export function figure(value: string | number, unit = ""): TemplateResult {
  const exact = `${value} ${unit}`.trim();
  return html`<data value=${String(value)} title=${exact}>${numberText(value)}${unit ? ` ${unit}` : ""}</data>`;
}

/** A day of the API (YYYY-MM-DD, UTC) as the reader writes days. */
export function dayText(day: string): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(`${day}T00:00Z`));
}

export const day = (iso: string): TemplateResult => html`<time datetime=${iso} title=${iso}>${dayText(iso)}</time>`;

/** A month of the API (YYYY-MM, UTC) as the reader writes months. */
export function monthText(month: string): string {
  const first = new Date(`${month}-01T00:00Z`);
  return new Intl.DateTimeFormat(undefined, { month: "short", year: "numeric", timeZone: "UTC" }).format(first);
}

export interface Range {
  low: string;
  expected: string;
  high: string;
}

/** A range of money: the expected amount, and from where to where it goes where it does. */
export function moneyRange(range: Range | null | undefined): TemplateResult {
  if (!range) return money(null);
  if (range.low === range.high) return money(range.expected);
  return html`${money(range.expected)} <span class="spread">(${money(range.low)} to ${money(range.high)})</span>`;
}

export function monthsText(months: string | number): string {
  const count = Number(months);
  return `${numberText(count, count < 10 ? 1 : 0)} ${count === 1 ? "month" : "months"}`;
}
