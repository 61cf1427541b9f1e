// From which month to which, and for which project. What is chosen goes into the address, and the rest follows it.
import { html, type TemplateResult } from "lit-html";
import { Problem } from "../api/client.ts";
import { type Asked, isSame, lastMonths, saidMonth, toHash } from "./asked.ts";
import { monthAfter, monthOf, monthsFrom } from "./calendar.ts";

const MONTHS_OFFERED = 36;
const LABELS: Readonly<Record<string, string>> = { since: "From", month: "To", project: "Project" };
const PRESETS = [
  ["This month", 1],
  ["6 months", 6],
  ["12 months", 12],
] as const;

interface Controls {
  asked: Asked;
  projects: readonly string[];
  error: Problem | null;
  now: Date;
}

export function controls({ asked, projects, error, now }: Controls): TemplateResult {
  const months = monthsFrom(monthAfter(monthOf(now), 1 - MONTHS_OFFERED), monthOf(now)).reverse();
  const said = (month: string) => [month, saidMonth(month)] as const;
  const names = asked.project === null || projects.includes(asked.project) ? projects : [asked.project, ...projects];
  const all = ["", "All projects"] as const;
  return html`
    <form class="card controls" aria-label="What is shown" @submit=${(event: Event) => event.preventDefault()}>
      ${choice("since", asked.since, withOwn(months, asked.since).map(said), error, (since) => go({ ...asked, since }))}
      ${choice("month", asked.month, withOwn(months, asked.month).map(said), error, (month) => go({ ...asked, month }))}
      ${choice("project", asked.project ?? "", [all, ...names.map((name) => [name, name] as const)], error, (name) =>
        go({ ...asked, project: name || null }),
      )}
      <nav class="presets" aria-label="Months">
        ${PRESETS.map(([label, count]) => {
          const preset = lastMonths(count, now, asked.project);
          return html`<a href=${toHash(preset)} aria-current=${isSame(preset, asked) ? "true" : "false"}>${label}</a>`;
        })}
      </nav>
    </form>
  `;
}

/** What the API refuses, by what the field is called here. */
export function byLabel(error: unknown): unknown {
  if (!(error instanceof Problem)) return error;
  const errors = error.errors.map((each) => ({ ...each, field: LABELS[each.field] ?? each.field }));
  return new Problem(error.status, error.code, error.message, errors);
}

const go = (asked: Asked): void => {
  location.hash = toHash(asked);
};

/** The month of a link is offered too, however long ago it is. */
const withOwn = (months: readonly string[], own: string): readonly string[] =>
  months.includes(own) ? months : [...months, own];

function choice(
  name: string,
  chosen: string,
  options: readonly (readonly [value: string, label: string])[],
  error: Problem | null,
  change: (value: string) => void,
): TemplateResult {
  const label = LABELS[name] ?? name;
  const wrong = error?.errors.some(({ field }) => field === label);
  return html`
    <div>
      <label for="spend-${name}">${label}</label>
      <select
        id="spend-${name}"
        aria-invalid=${wrong ? "true" : "false"}
        @change=${(event: Event) => event.target instanceof HTMLSelectElement && change(event.target.value)}
      >
        ${options.map(([value, text]) => html`<option value=${value} .selected=${value === chosen}>${text}</option>`)}
      </select>
    </div>
  `;
}
