// The list of models: searched, filtered, in the order of any column, the first fifty and more on demand.
import { html, nothing, type TemplateResult } from "lit-html";
import { emptyState } from "../shell/states.ts";
import { wide } from "../shell/wide.ts";
import type { Loaded } from "../store.ts";
import { counted, day, priceText } from "../text/figures.ts";
import { type Meaning, nameView } from "./names.ts";
import { price, tokenPrice } from "./parts.ts";
import { byTitle, type TrainingPrice } from "./prices.ts";
import type { Reading } from "./reading.ts";
import { pathOf } from "./route.ts";
import { type Column, type Filters, found, NO_FILTERS, type Order, type Row, reordered, sorted } from "./rows.ts";
import { methodText } from "./words.ts";

export const PAGE = 50;

interface Listing {
  rows: readonly Row[];
  filters: Filters;
  order: Order;
  /** How many rows are shown at most. */
  count: number;
  change(changes: Partial<Pick<Listing, "filters" | "order" | "count">>): void;
  /** What is known of a name that was searched for and is none of a model. */
  meaning: Loaded<Meaning> | null;
  ask(name: string): void;
}

export function listView(reading: Reading, listing: Listing): TemplateResult {
  const { rows, hidden } = found(listing.rows, listing.filters);
  const shown = sorted(rows, listing.order).slice(0, listing.count);
  return html`
    <h1 tabindex="-1">Models and prices</h1>
    <p class="about">
      What providers charge today for a million tokens, in US dollars; a token is about four letters of English. Choose a
      model to see how its prices came to be. What is <span class="unsure">dotted</span> no second source confirms.
    </p>
    ${filterFields(reading, listing)}
    <div class="row matches">
      <p role="status">
        ${shown.length < rows.length ? `${shown.length} of ` : ""}${counted(rows.length, "model")}${
          hidden ? `; ${counted(hidden, "more was", "more were")} shut down` : ""
        }
      </p>
      ${rows.length && isFiltered(listing.filters) ? clearButton(listing, "Show all models") : nothing}
    </div>
    ${
      rows.length
        ? html`${wide("Models and prices", modelTable(reading, listing, shown))} ${moreButtons(listing, rows.length)}`
        : nothingFound(reading, listing, hidden)
    }
  `;
}

function filterFields(reading: Reading, { filters, change }: Listing): TemplateResult {
  const set = (changes: Partial<Filters>) => change({ filters: { ...filters, ...changes }, count: PAGE });
  const providers = byTitle(reading.table);
  return html`
    <search class="filters">
      <div>
        <label for="rates-search">Search</label>
        <input id="rates-search" type="search" placeholder="such as 4o mini" autocomplete="off" spellcheck="false"
          .value=${filters.search}
          @input=${(event: InputEvent) => set({ search: (event.target as HTMLInputElement).value })} />
      </div>
      <div>
        <label for="rates-provider">Provider</label>
        <select id="rates-provider"
          @change=${(event: Event) => set({ provider: (event.target as HTMLSelectElement).value })}>
          <option value="" .selected=${filters.provider === ""}>All ${providers.length}</option>
          ${providers.map(
            ([id, { title }]) => html`<option value=${id} .selected=${filters.provider === id}>${title}</option>`,
          )}
        </select>
      </div>
      <label class="tick">
        <input type="checkbox" .checked=${filters.tunable}
          @change=${(event: Event) => set({ tunable: (event.target as HTMLInputElement).checked })} />
        Can be fine-tuned
      </label>
      <label class="tick">
        <input type="checkbox" .checked=${filters.shutDown}
          @change=${(event: Event) => set({ shutDown: (event.target as HTMLInputElement).checked })} />
        Also those that were shut down
      </label>
    </search>
  `;
}

const isFiltered = ({ search, provider, tunable }: Filters): boolean => Boolean(search.trim() || provider || tunable);

const clearButton = ({ change }: Listing, text: string): TemplateResult => html`
  <button class="link" @click=${() => change({ filters: NO_FILTERS, count: PAGE })}>${text}</button>
`;

function nothingFound(reading: Reading, listing: Listing, hidden: number): TemplateResult {
  const { filters, change, meaning, ask } = listing;
  if (hidden) {
    const text = html`${counted(hidden, "model")} that ${hidden === 1 ? "was" : "were"} shut down would.
      <button class="link" @click=${() => change({ filters: { ...filters, shutDown: true } })}>Show them</button>`;
    return emptyState("No model that still answers matches", text);
  }
  const name = filters.search.trim();
  const search = (other: string) => change({ filters: { ...NO_FILTERS, search: other }, count: PAGE });
  const text = html`Search for a part of its name, or ${clearButton(listing, "show all models")}.`;
  return html`
    ${emptyState("No model matches", text)}
    ${name ? html`<div class="meaning">${nameView(reading, { name, meaning, ask: () => ask(name), search })}</div>` : nothing}
  `;
}

function modelTable(reading: Reading, { order, change }: Listing, rows: readonly Row[]): TemplateResult {
  const head = (column: Column, label: string, kind = "") => {
    const sort = order.column === column ? (order.descending ? "descending" : "ascending") : nothing;
    const arrow = sort === nothing ? "↕" : order.descending ? "↓" : "↑";
    return html`
      <th scope="col" class=${kind} aria-sort=${sort}>
        <button class="sort" @click=${() => change({ order: reordered(order, column), count: PAGE })}>
          <span>${label}</span><span aria-hidden="true" class="arrow">${arrow}</span>
        </button>
      </th>
    `;
  };
  return html`
    <table class="models">
      <caption class="unseen">Prices in US dollars for a million tokens, on the day</caption>
      <thead>
        <tr>
          <td></td>
          <td class="provider"></td>
          <th scope="colgroup" colspan="3" class="group"><span>Base model</span></th>
          <th scope="colgroup" colspan="2" class="group"><span>Fine-tuned</span></th>
          <td colspan="2"></td>
        </tr>
        <tr>
          ${head("model", "Model", "name")} ${head("provider", "Provider", "provider")} ${head("input", "Input", "amount")}
          ${head("cached", "Cached", "amount")} ${head("output", "Output", "amount")}
          ${head("tunedInput", "Input", "amount")} ${head("tunedOutput", "Output", "amount")}
          ${head("training", "Training", "amount")} ${head("retires", "Shut down on", "last")}
        </tr>
      </thead>
      <tbody>${rows.map((row) => modelRow(reading, row))}</tbody>
    </table>
  `;
}

function modelRow({ href }: Reading, row: Row): TemplateResult {
  const place = { at: "model", provider: row.provider, model: row.id } as const;
  return html`
    <tr class=${row.shutDown ? "gone" : ""}>
      <th scope="row" class="name"><a href=${href(place)} data-place=${pathOf(place)}>${row.id}</a> <span class="by">${row.title}</span></th>
      <td class="provider">${row.title}</td>
      <td class="amount">${tokenPrice(row.base, "usd_per_million_input_tokens")}</td>
      <td class="amount">${tokenPrice(row.base, "usd_per_million_cached_input_tokens")}</td>
      <td class="amount">${tokenPrice(row.base, "usd_per_million_output_tokens")}</td>
      ${
        row.trained || row.tuned
          ? html`
              <td class="amount">${tokenPrice(row.tuned, "usd_per_million_input_tokens")}</td>
              <td class="amount">${tokenPrice(row.tuned, "usd_per_million_output_tokens")}</td>
              <td class="amount">${trainingCell(row)}</td>
            `
          : html`${[1, 2, 3].map(() => html`<td class="amount">${dash("no fine-tuning is known")}</td>`)}`
      }
      <td class="day last">${row.retiresOn ? retirement(row) : dash("no day is known")}</td>
    </tr>
  `;
}

const dash = (meaning: string): TemplateResult =>
  html`<span class="none" aria-hidden="true">–</span><span class="unseen">${meaning}</span>`;

function trainingCell({ training, trainingMethod, trained, tunable }: Row): TemplateResult {
  if (!training) return trained && !tunable ? html`<span class="none">closed</span>` : price(null);
  return html`<span title=${methodText(trainingMethod)}>${shortTraining(training)}</span>${
    tunable ? nothing : html` <span class="none closed">closed</span>`
  }`;
}

function shortTraining(training: TrainingPrice): TemplateResult {
  const { usd_per_training_hour: hour, usd_per_training_gpu_hour: gpu } = training;
  if (hour) return html`${priceText(hour)} <span class="soft">an hour</span>`;
  if (gpu) return html`${priceText(gpu)} <span class="soft">a GPU-hour</span>`;
  return price(training.usd_per_million_training_tokens, training.confirmed);
}

function retirement({ retiresOn, shutDown }: Row): TemplateResult {
  if (!retiresOn) return html``;
  return html`<span class=${retiresOn.confirmed ? "" : "unsure"}>${day(retiresOn.date)}</span>${
    retiresOn.confirmed ? nothing : html`<span class="unseen">, not confirmed</span>`
  }${shutDown ? html` <span class="badge fail">shut down</span>` : nothing}`;
}

function moreButtons({ count, change }: Listing, all: number): TemplateResult {
  if (count >= all) return html``;
  return html`
    <p class="row more">
      <button @click=${() => change({ count: count + PAGE })}>Show ${Math.min(PAGE, all - count)} more</button>
      <button @click=${() => change({ count: all })}>Show all ${all}</button>
    </p>
  `;
}
