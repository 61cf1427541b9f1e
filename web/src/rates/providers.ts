// The providers: who may train there and since when, and the sources that their prices were read from. And rented GPUs.
import { html, nothing, type TemplateResult } from "lit-html";
import { emptyState } from "../shell/states.ts";
import { wide } from "../shell/wide.ts";
import { counted, day } from "../text/figures.ts";
import { hostingLists, newestFirst } from "./histories.ts";
import { confirmedBadge, price, sourcedCells, sourcedHeads, sourceLink } from "./parts.ts";
import { byMethod, byTitle, inForce, own, type Provider } from "./prices.ts";
import type { Reading } from "./reading.ts";
import { hostingTable, tokenTable, trainingTable } from "./tables.ts";
import { methodText, openToText } from "./words.ts";

export function providersView(reading: Reading): TemplateResult {
  const { table, day: today, href } = reading;
  return html`
    <h1 tabindex="-1">Providers and sources</h1>
    <section class="card">
      ${wide(
        "Providers",
        html`
          <table>
            <caption>Who may train at which provider</caption>
            <thead>
              <tr>
                <th scope="col">Provider</th><th scope="col" class="amount">Models</th><th scope="col">Training today</th>
                <th scope="col">Since</th><th scope="col">Confirmed</th><th scope="col" class="amount">Sources</th>
              </tr>
            </thead>
            <tbody>
              ${byTitle(table).map(([id, provider]) => {
                const availability = inForce(provider.availability, today);
                return html`
                  <tr>
                    <th scope="row"><a href=${href({ at: "provider", provider: id })}>${provider.title}</a></th>
                    <td class="amount">${Object.keys(provider.models).length}</td>
                    <td>${openToText(availability)}</td>
                    <td class="day">${availability ? day(availability.effective_from) : nothing}</td>
                    <td>${availability ? confirmedBadge(availability.confirmed) : nothing}</td>
                    <td class="amount">${Object.keys(provider.sources).length}</td>
                  </tr>
                `;
              })}
            </tbody>
          </table>
        `,
      )}
    </section>
    <section class="card">
      <h2>Rented GPUs</h2>
      <p class="hint">What a machine costs an hour to train or host on by yourself, in US dollars.</p>
      ${gpuTable(reading)}
    </section>
  `;
}

function gpuTable({ table, day: today }: Reading): TemplateResult {
  const { instances, sources } = table.self_hosted;
  const rows = Object.entries(instances).flatMap(([id, instance]) => {
    const rent = inForce(instance.on_demand, today);
    return rent ? [{ id, instance, rent, spot: inForce(instance.spot, today) }] : [];
  });
  return wide(
    "Rented GPUs",
    html`
      <table class="dated whole">
        <caption>Instances and their rent</caption>
        <thead>
          <tr>
            <th scope="col">Instance</th><th scope="col">GPUs</th><th scope="col">Region</th>
            <th scope="col" class="amount">An hour</th><th scope="col" class="amount">Spot</th><th scope="col">Since</th>
            ${sourcedHeads()}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ id, instance, rent, spot }) => html`
              <tr>
                <th scope="row">${id}</th>
                <td class="day">${instance.gpus} × ${instance.gpu}</td>
                <td class="day">${instance.region ?? html`<span class="none">any</span>`}</td>
                <td class="amount">${price(rent.usd_per_instance_hour, rent.confirmed)}</td>
                <td class="amount">${price(spot?.usd_per_instance_hour, spot?.confirmed ?? true)}</td>
                <td class="day">${day(rent.effective_from)}</td>
                ${sourcedCells(sources, rent)}
              </tr>
            `,
          )}
        </tbody>
      </table>
    `,
  );
}

export function providerView(reading: Reading, id: string): TemplateResult {
  const provider = own(reading.table.providers, id);
  const list = html`<a href=${reading.href({ at: "providers" })}>See all providers of this version</a>`;
  if (!provider) return html`<h1 tabindex="-1">${id}</h1>${emptyState("No such provider", list)}`;
  return html`
    <nav class="trail" aria-label="Where this is"><a href=${reading.href({ at: "providers" })}>All providers</a></nav>
    <h1 tabindex="-1">${provider.title}</h1>
    <p class="soft">
      ${counted(Object.keys(provider.models).length, "model")}.${
        provider.reseller ? " Sells models that others made." : ""
      }${provider.default_tier ? ` Prices without a tier are those of the tier ${provider.default_tier}.` : ""}
    </p>
    <section class="card"><h2>Who may train</h2>${trainingHistory(provider)}</section>
    ${ownPrices(reading, provider)}
    <section class="card">
      <h2>Sources</h2>
      <p class="hint">Where its prices and dates were read.</p>
      <ul class="sources">${Object.keys(provider.sources).map((source) => html`<li>${sourceLink(provider.sources, source)}</li>`)}</ul>
    </section>
  `;
}

function trainingHistory({ availability, sources }: Provider): TemplateResult {
  if (availability.length === 0) return html`<p class="soft">Who may train is not known.</p>`;
  return wide(
    "Who may train",
    html`
      <table class="dated whole">
        <caption>Each change, newest first</caption>
        <thead>
          <tr><th scope="col">What holds</th><th scope="col">Effective from</th><th scope="col">In its place</th>${sourcedHeads()}</tr>
        </thead>
        <tbody>
          ${availability.toReversed().map(
            (entry) => html`
              <tr>
                <th scope="row">${openToText(entry)}</th>
                <td class="day">${day(entry.effective_from)}</td>
                <td>${entry.successor ?? html`<span class="none">nothing named</span>`}</td>
                ${sourcedCells(sources, entry)}
              </tr>
            `,
          )}
        </tbody>
      </table>
    `,
  );
}

/** What holds for all of a provider's models: hosting, training by size, prices that were agreed with it. */
function ownPrices({ day: today }: Reading, provider: Provider): TemplateResult {
  const told = { today, sources: provider.sources };
  const hosting = hostingLists(provider.hosting, provider.hosting_options ?? {});
  const training = Object.values(provider.training_classes ?? {}).flatMap(({ title, training }) =>
    byMethod(training).map(([method, entries]) => ({ what: `${methodText(method)}, ${title}`, entries })),
  );
  const agreed = Object.entries(provider.negotiated ?? {}).map(([what, entries]) => ({ what, entries }));
  const [kept, trained, owned] = [newestFirst(hosting), newestFirst(training), newestFirst(agreed)];
  if (kept.length + trained.length + owned.length === 0) return html``;
  return html`
    <section class="card">
      <h2>Prices of all its models</h2>
      ${owned.length ? tokenTable({ ...told, caption: "Your own prices, in place of the list's" }, owned) : nothing}
      ${trained.length ? trainingTable({ ...told, caption: "Training, by the model's size" }, trained) : nothing}
      ${kept.length ? hostingTable({ ...told, caption: "Keeping a fine-tune" }, kept) : nothing}
    </section>
  `;
}
