// One model: what it costs today in every way it is sold, how its prices came to be, when it ends, and who says so.
import { html, nothing, type TemplateResult } from "lit-html";
import { memoized } from "../charts/memoized.ts";
import { toQuery } from "../inputs/address.ts";
import { emptyState } from "../shell/states.ts";
import { day } from "../text/figures.ts";
import { historyCharts } from "./charts.ts";
import { endingLine, endings, endingsTable, limitsTable } from "./facts.ts";
import {
  hostingHistories,
  newestFirst,
  onDay,
  tokenHistories,
  trainingHistories,
  type Way,
  waysOf,
} from "./histories.ts";
import { confirmedBadge, price, remarks, sourceLink, tokenPrice } from "./parts.ts";
import {
  canBeFineTuned,
  inForce,
  isTrained,
  type Model,
  modelNamed,
  own,
  type Provider,
  usualTraining,
} from "./prices.ts";
import type { Reading } from "./reading.ts";
import { hostingTable, tokenTable, trainingTable } from "./tables.ts";
import { methodText, openToText, TOKEN_FIELDS } from "./words.ts";

const waysOfModel = memoized(waysOf);

/** Which way of serving the charts show. */
interface Choice {
  way: string;
  choose(way: string): void;
}

export function modelView(reading: Reading, providerId: string, name: string, choice: Choice): TemplateResult {
  const provider = own(reading.table.providers, providerId);
  const [id, model] = (provider && modelNamed(provider, name)) ?? [name, null];
  if (!provider || !model) {
    const list = html`<a href=${reading.href({ at: "models" })}>See all models of this version</a>`;
    return html`<h1 tabindex="-1">${name}</h1>${emptyState("This version of the rate table has no such model", list)}`;
  }
  const ways = waysOfModel(provider, model);
  return html`
    ${heading(reading, providerId, provider, id, model)} ${figures(provider, model, reading.day)}
    <section class="card">
      <h2>Prices today</h2>
      ${pricesToday(reading, provider, ways)}
    </section>
    <section class="card">
      <h2>How the prices came to be</h2>
      ${charts(reading, id, model, ways, choice)}
    </section>
    <section class="card">
      <h2>Who may train it</h2>
      ${whoMayTrain(reading, provider, model)}
    </section>
    <section class="card">
      <h2>Days and limits</h2>
      ${endingsTable(provider.sources, endings(provider, model), reading.day)} ${limitsTable(provider.sources, model)}
      ${model.bills_reasoning ? html`<p>Reasoning tokens are billed as output, beside those of the answer.</p>` : nothing}
      ${model.correction ? html`<p><b>Corrected:</b> ${model.correction}</p>` : nothing}
    </section>
    <section class="card">
      <h2>Every entry and its source</h2>
      <p class="hint">Newest first. A price is never edited: a change is a new entry, and what was wrong is said.</p>
      ${everyEntry(reading, provider, ways)}
    </section>
  `;
}

function heading(reading: Reading, providerId: string, provider: Provider, id: string, model: Model): TemplateResult {
  const others = Object.entries(reading.table.providers).flatMap(([other, { title, models }]) =>
    other !== providerId && models[id] ? [{ other, title }] : [],
  );
  const ends = endings(provider, model);
  const query = toQuery({ "candidate.model": id, "candidate.provider": providerId });
  return html`
    <nav class="trail" aria-label="Where this is">
      <a href=${reading.href({ at: "models" })}>All models</a>
      <span aria-hidden="true">›</span>
      <a href=${reading.href({ at: "provider", provider: providerId })}>${provider.title}</a>
    </nav>
    <h1 tabindex="-1" class="id">${id}</h1>
    <p class="soft">
      Sold by ${provider.title}${model.aliases.length ? html`, also called ${model.aliases.join(", ")}` : nothing}${
        others.length
          ? html`. Also sold by ${others.map(
              ({ other, title }, index) =>
                html`${index ? ", " : ""}<a href=${reading.href({ at: "model", provider: other, model: id })}>${title}</a>`,
            )}`
          : nothing
      }.
    </p>
    ${ends.length ? html`<ul class="endings">${ends.map((ending) => endingLine(ending, reading.day))}</ul>` : nothing}
    ${
      canBeFineTuned(provider, model, reading.day)
        ? html`<p class="pays"><a href="?${query}#calculator">Would fine-tuning it pay? Compute it</a></p>`
        : nothing
    }
  `;
}

/** The prices that are asked for first; all of them stand below. */
function figures(provider: Provider, model: Model, today: string): TemplateResult {
  const [base, tuned] = [inForce(model.base, today), inForce(model.fine_tuned, today)];
  const training = usualTraining(provider, model, today)?.[1].usd_per_million_training_tokens;
  const first = TOKEN_FIELDS.slice(0, 3);
  const figure = (label: string, value: TemplateResult) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
  return html`
    <p class="hint">Today, in US dollars for a million tokens. A token is about four letters of English.</p>
    <dl class="figures">
      ${first.map(([field, label]) => figure(label, tokenPrice(base, field)))}
      ${tuned ? first.flatMap(([field, label]) => (tuned[field] == null ? [] : figure(`Fine-tuned ${label.toLowerCase()}`, tokenPrice(tuned, field)))) : nothing}
      ${training == null ? nothing : figure("Training", price(training))}
    </dl>
  `;
}

function pricesToday({ day: today }: Reading, provider: Provider, ways: readonly Way[]): TemplateResult {
  const told = { today, sources: null };
  const tokens = onDay(tokenHistories(ways), today);
  const training = onDay(trainingHistories(ways), today);
  const hosting = onDay(hostingHistories(ways), today);
  return html`
    ${
      tokens.length
        ? tokenTable({ ...told, caption: "Calls, per million tokens" }, tokens)
        : html`<p class="soft">No price by the token is known today.</p>`
    }
    ${training.length ? trainingTable({ ...told, caption: "Training" }, training) : nothing}
    ${hosting.length ? hostingTable({ ...told, caption: "Keeping a fine-tune" }, hosting) : nothing}
    ${providersOptions(provider, hosting.length > 0 || training.length > 0)}
    ${ways.filter(({ note, regions }) => note || regions.length).map(aboutWay)}
  `;
}

function providersOptions({ title, hosting_options: options }: Provider, tuned: boolean): TemplateResult {
  if (!tuned || Object.keys(options ?? {}).length === 0) return html``;
  return html`<p class="soft">${title} hosts fine-tunes in other ways too: see its own page.</p>`;
}

const aboutWay = ({ label, note, regions }: Way): TemplateResult => html`
  <p class="soft"><b>${label}:</b> ${note}${regions.length ? ` In ${regions.join(", ")}.` : ""}</p>
`;

function charts(
  { day: today }: Reading,
  id: string,
  model: Model,
  ways: readonly Way[],
  choice: Choice,
): TemplateResult {
  const priced = ways.filter(({ base, tuned }) => base.length + tuned.length > 0);
  const shown = priced.find(({ key }) => key === choice.way) ?? priced[0];
  if (!shown) return html`<p class="soft">No price by the token is known, so there is none to draw.</p>`;
  return html`
    ${
      priced.length > 1
        ? html`
            <div class="served">
              <label for="rates-way">Served as</label>
              <select id="rates-way" @change=${(event: Event) => choice.choose((event.target as HTMLSelectElement).value)}>
                ${priced.map(
                  ({ key, label }) =>
                    html`<option value=${key} .selected=${key === shown.key}>${label || "standard"}</option>`,
                )}
              </select>
            </div>
          `
        : nothing
    }
    ${historyCharts(id, model, shown, today)}
    <p class="hint">
      US dollars per million tokens. Each dot is an entry of the table below, hollow where no second source confirms it.
      ${isAnnounced(shown, today) ? "What is dashed is announced and still to come." : nothing}
    </p>
  `;
}

const isAnnounced = ({ base, tuned }: Way, today: string): boolean =>
  [...base, ...tuned].some((entry) => entry.effective_from > today);

function whoMayTrain({ day: today }: Reading, provider: Provider, model: Model): TemplateResult {
  if (!isTrained(provider, model)) return html`<p>No way to train it here is known.</p>`;
  const availability = inForce(provider.availability, today);
  return html`
    <p>
      ${openToText(availability)} at ${provider.title}${
        availability
          ? html`, since ${day(availability.effective_from)} ${confirmedBadge(availability.confirmed)}`
          : nothing
      }
    </p>
    ${availability ? html`<p class="soft">${sourceLink(provider.sources, availability.source)}</p> ${remarks(availability)}` : nothing}
    ${model.trainable.length ? html`<p class="soft">No price is known of training it this way: ${model.trainable.map(methodText).join(", ")}.</p>` : nothing}
  `;
}

function everyEntry({ day: today }: Reading, provider: Provider, ways: readonly Way[]): TemplateResult {
  const told = { today, sources: provider.sources };
  const tokens = newestFirst(tokenHistories(ways));
  const training = newestFirst(trainingHistories(ways));
  const hosting = newestFirst(hostingHistories(ways));
  return html`
    ${tokens.length ? tokenTable({ ...told, caption: "Calls, per million tokens, every entry" }, tokens) : nothing}
    ${training.length ? trainingTable({ ...told, caption: "Training, every entry" }, training) : nothing}
    ${hosting.length ? hostingTable({ ...told, caption: "Keeping a fine-tune, every entry" }, hosting) : nothing}
    ${tokens.length + training.length + hosting.length ? nothing : html`<p class="soft">The table has no price of it.</p>`}
  `;
}
