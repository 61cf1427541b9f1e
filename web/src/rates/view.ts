// Rates: what models cost, at whom, since when, until when, who says so, and what changed from version to version.
import { html, nothing, type TemplateResult } from "lit-html";
import type { Problem } from "../api/client.ts";
import { memoized } from "../charts/memoized.ts";
import { errorBox, skeleton, whenLoaded } from "../shell/states.ts";
import type { View } from "../shell/view.ts";
import { store } from "../store.ts";
import { changesView, compared } from "./changes.ts";
import { data } from "./data.ts";
import { modelView } from "./detail.ts";
import { arrived } from "./focus.ts";
import { listView, PAGE } from "./list.ts";
import { today } from "./prices.ts";
import { providersView, providerView } from "./providers.ts";
import { type PublishedTable, type Reading, reading, type Versions } from "./reading.ts";
import { hrefOf, type Place, pathOf, type Route, routeOf } from "./route.ts";
import { type Filters, NO_FILTERS, type Order, rowsOf } from "./rows.ts";
import { versionLine, versionNotice, versionPicker } from "./version.ts";

/** What was chosen on the page and is not in the address. */
interface Chosen {
  filters: Filters;
  order: Order;
  count: number;
  /** The way of serving that the charts of a model show. */
  way: string;
  /** What is searched for in the changes. */
  search: string;
}

const INITIAL: Chosen = {
  filters: NO_FILTERS,
  order: { column: "provider", descending: false },
  count: PAGE,
  way: "",
  search: "",
};

export function create(redraw: () => void): View {
  const chosen = store(INITIAL, redraw);
  const answers = data(redraw);
  const listed = memoized(rowsOf);
  let path: string | null = null;

  const route = (): Route => routeOf(location.hash);

  const move = (place: Place, version: string): void => {
    location.hash = hrefOf({ place, version });
  };

  async function load(): Promise<void> {
    const { version } = route();
    void answers.loadTable(version);
    loadChanges();
    await answers.loadVersions();
    loadChanges();
  }

  const again = () => void load();

  /** Which two versions are compared depends on the list of them, as far as that is known. */
  function loadChanges(): void {
    const { place, version } = route();
    const versions = answers.versions().value;
    if (place.at !== "changes" || !versions) return;
    const pair = compared(versions, version, place.since);
    if (pair.since && pair.since !== pair.version) void answers.loadChanges(pair);
  }

  function open(): void {
    again();
    const now = pathOf(route().place);
    if (path !== null && now !== path) {
      chosen.change({ way: "" });
      arrived(now, path);
    }
    path = now;
  }

  function view(): TemplateResult {
    const { place, version } = route();
    return html`
      <div class="rates">
        ${tabs(place, version)} ${place.at === "changes" ? changes(version, place.since) : versioned(place, version)}
      </div>
    `;
  }

  function versioned(place: Place, version: string): TemplateResult {
    const [table, versions] = [answers.table(version), answers.versions()];
    const error = table.error ?? versions.error;
    return html`
      <div class="version">
        ${table.value ? versionLine(table.value, versions.value) : nothing}
        ${versions.value ? versionPicker(versions.value, version, (other) => move(place, other)) : nothing}
      </div>
      ${table.value ? nothing : html`<h1 tabindex="-1">${headingOf(place)}</h1>`}
      ${error ? problem(error, place, version) : nothing}
      ${table.value ? page(table.value, place, version) : table.loading ? skeleton() : nothing}
    `;
  }

  const problem = (error: Problem, place: Place, version: string): TemplateResult => html`
    ${errorBox(error, again)}
    ${version ? html`<p><a href=${hrefOf({ place, version: "" })}>Read the version in force</a></p>` : nothing}
  `;

  function page(published: PublishedTable, place: Place, version: string): TemplateResult {
    const now = reading(published.table, today(), version);
    const current = hrefOf({ place, version: "" });
    return html`${versionNotice(published, answers.versions().value, current)} ${content(now, place)}`;
  }

  function content(now: Reading, place: Place): TemplateResult {
    const { way, filters } = chosen.state;
    if (place.at === "providers") return providersView(now);
    if (place.at === "provider") return providerView(now, place.provider);
    if (place.at === "model") {
      return modelView(now, place.provider, place.model, { way, choose: (other) => chosen.change({ way: other }) });
    }
    return listView(now, {
      ...chosen.state,
      rows: listed(now.table, now.day),
      change: chosen.change,
      meaning: answers.meaning(filters.search.trim()),
      ask: (name) => void answers.loadMeaning(name),
    });
  }

  function changes(version: string, since: string): TemplateResult {
    const versions = answers.versions();
    return html`
      ${versions.value ? nothing : html`<h1 tabindex="-1">What changed</h1>`}
      ${whenLoaded(versions, (value) => comparison(value, version, since), again)}
    `;
  }

  function comparison(versions: Versions, version: string, since: string): TemplateResult {
    const pair = compared(versions, version, since);
    const table = answers.table(version).value ?? answers.table("").value;
    return changesView({
      versions,
      chosen: pair,
      titles: Object.values(table?.table.providers ?? {}).map(({ title }) => title),
      changes: answers.changes(pair),
      search: chosen.state.search,
      find: (search) => chosen.change({ search }),
      choose: (other) => move({ at: "changes", since: other.since }, other.version),
      again: loadChanges,
    });
  }

  return { title: "Rates", open, view };
}

/** What stands above until the table is there, which knows better. */
const headingOf = (place: Place): string =>
  place.at === "model" ? place.model : place.at === "provider" ? place.provider : "Rates";

const TABS: readonly (readonly [place: Place, label: string, inside: readonly Place["at"][]])[] = [
  [{ at: "models" }, "Models", ["models", "model"]],
  [{ at: "providers" }, "Providers", ["providers", "provider"]],
  [{ at: "changes", since: "" }, "What changed", ["changes"]],
];

const tabs = (place: Place, version: string): TemplateResult => html`
  <nav class="tabs" aria-label="Rates">
    ${TABS.map(
      ([each, label, inside]) =>
        html`<a href=${hrefOf({ place: each, version })} aria-current=${inside.includes(place.at) ? "page" : "false"}>${label}</a>`,
    )}
  </nav>
`;
