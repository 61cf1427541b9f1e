// The small parts that prices are shown with: the exact figure, how sure it is, where it comes from, what is noted.
import { html, nothing, type TemplateResult } from "lit-html";
import { day, priceText } from "../text/figures.ts";
import type { TokenPrices } from "./prices.ts";
import type { TokenField } from "./words.ts";

export type Sources = Readonly<Record<string, { title: string; url?: string | null }>>;

export interface Sourced {
  source: string;
  checked_on: string;
  confirmed: boolean;
  unconfirmed?: readonly string[];
  note?: string | null;
  correction?: string | null;
  reason?: string | null;
}

/** A price in a column: its point stands below those of the others, and a dotted line says that nobody confirms it. */
export function price(usd: string | null | undefined, sure = true): TemplateResult {
  if (usd === null || usd === undefined) return html`<span class="none">not known</span>`;
  const places = Math.min(Math.max(usd.split(".")[1]?.length ?? 0, 2), 3);
  const title = sure ? `${usd} USD` : `${usd} USD, not confirmed by a second source`;
  return html`<data class="places-${places} ${sure ? "" : "unsure"}" value=${usd} title=${title}>${priceText(usd)}</data
    >${sure ? nothing : html`<span class="unseen">, not confirmed</span>`}`;
}

export function tokenPrice(prices: TokenPrices | null, field: TokenField): TemplateResult {
  return price(prices?.[field], prices === null || (prices.confirmed && !prices.unconfirmed.includes(field)));
}

export const confirmedBadge = (confirmed: boolean): TemplateResult =>
  confirmed ? html`<span class="badge pass">confirmed</span>` : html`<span class="badge unknown">not confirmed</span>`;

/** Opened only when it is clicked, in a tab of its own, and not told where from. */
export function sourceLink(sources: Sources, id: string): TemplateResult {
  const { title, url } = sources[id] ?? { title: id };
  if (!url || !/^https?:\/\//.test(url)) return html`${title}`;
  return html`<a href=${url} target="_blank" rel="noopener noreferrer"
    >${title}<span aria-hidden="true"> ↗</span><span class="unseen"> (opens in a new tab)</span></a
  >`;
}

/** What stands beside a figure: a note, why a published one was changed, why an unusual one is right. */
export function remarks({ note, correction, reason }: Pick<Sourced, "note" | "correction" | "reason">): TemplateResult {
  return html`
    ${note ? html`<p class="note">${note}</p>` : nothing}
    ${correction ? html`<p class="note"><b>Corrected:</b> ${correction}</p>` : nothing}
    ${reason ? html`<p class="note"><b>Unusual, and right:</b> ${reason}</p>` : nothing}
  `;
}

/** The cells that end every row of a dated table: where it was read and what is noted, when, and how sure it is. */
export const sourcedHeads = (): TemplateResult => html`
  <th scope="col">Source and notes</th><th scope="col">Checked on</th>
`;

export function sourcedCells(sources: Sources, entry: Sourced, rows = 1): TemplateResult {
  const partly = entry.confirmed && entry.unconfirmed?.length;
  return html`
    <td class="source" rowspan=${rows}>${sourceLink(sources, entry.source)} ${remarks(entry)}</td>
    <td class="checked" rowspan=${rows}>
      ${day(entry.checked_on)} ${confirmedBadge(entry.confirmed)}
      ${partly ? html`<span class="soft">but for what is dotted</span>` : nothing}
    </td>
  `;
}
