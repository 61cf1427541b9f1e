// Which version of the rate table is read: its name, its day, its fingerprint, and whether a newer one may exist.
import { html, nothing, type TemplateResult } from "lit-html";
import { day } from "../text/figures.ts";
import { versionOptions } from "./changes.ts";
import type { PublishedTable, Versions } from "./reading.ts";

export function versionPicker(versions: Versions, version: string, choose: (version: string) => void): TemplateResult {
  const shown = version || versions.current;
  const known = versions.versions.some((each) => each.version === shown);
  if (known && versions.versions.length < 2) return html``;
  return html`
    <div class="pick">
      <label for="rates-version">Other version</label>
      <select id="rates-version" @change=${(event: Event) => {
        const chosen = (event.target as HTMLSelectElement).value;
        choose(chosen === versions.current ? "" : chosen);
      }}>
        ${versionOptions(versions, shown)}
      </select>
    </div>
  `;
}

export function versionLine(published: PublishedTable, versions: Versions | null): TemplateResult {
  const { version, sha256 } = published;
  const at = published.published_at ?? versions?.versions.find((each) => each.version === version)?.published_at;
  return html`
    <p class="soft facts">
      <span>Rates <b>${version}</b> ${state(published, versions)}</span>
      <span>${at ? html`published ${day(at.slice(0, 10))}` : "deployed with the service, never published"}</span>
      <span>sha256 <code title=${sha256}>${sha256.slice(0, 12)}</code></span>
    </p>
  `;
}

function state({ version, stale }: PublishedTable, versions: Versions | null): TemplateResult {
  if (stale || (versions?.stale && version === versions.current)) return html`<span class="badge unknown">stale</span>`;
  if (!versions) return html``;
  return version === versions.current
    ? html`<span class="badge pass">in force</span>`
    : html`<span class="badge unknown">older version</span>`;
}

export function versionNotice(published: PublishedTable, versions: Versions | null, current: string): TemplateResult {
  if (published.stale || (versions?.stale && published.version === versions.current)) {
    return html`
      <p class="notice" role="status">
        This table may be out of date: the published one could not be read when this was answered. A newer one may exist.
      </p>
    `;
  }
  if (!versions || published.version === versions.current) return html`${nothing}`;
  return html`
    <p class="notice">
      You are reading an older version, as it would price today. <a href=${current}>Read the version in force</a>
    </p>
  `;
}
