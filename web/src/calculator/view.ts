// The calculator: what is asked on one side, what is answered on the other.
import { html, nothing, type TemplateResult } from "lit-html";
import { INPUTS } from "../inputs/catalogue.ts";
import { inPlainWords } from "../inputs/plain.ts";
import { PRESETS } from "../inputs/presets.ts";
import type { Fields } from "../inputs/request.ts";
import { isDay } from "../inputs/values.ts";
import { hrefOf } from "../rates/route.ts";
import { emptyState, whenLoaded } from "../shell/states.ts";
import type { View } from "../shell/view.ts";
import { dayText } from "../text/figures.ts";
import { capitalised } from "../text/sentence.ts";
import { alternatives } from "./alternatives.ts";
import { Calculation, type Decided } from "./calculation.ts";
import { copies } from "./copies.ts";
import { costs } from "./costs.ts";
import { Dataset } from "./dataset.ts";
import { form } from "./form.ts";
import { overTheMonths, whatMatters } from "./outlook.ts";
import { checklist } from "./rules.ts";
import { inBrief, verdict } from "./verdict.ts";

export function create(redraw: () => void): View {
  const calculation = new Calculation(redraw);
  const dataset = new Dataset(calculation, redraw);
  return {
    title: "Calculator",
    open: () => calculation.open(),
    view: () => html`
      <h1>Should we fine-tune, and when would it pay for itself?</h1>
      ${presets(calculation)}
      <div class="calculator">
        ${form({ calculation, dataset, redraw })}
        <div class="answer" aria-label="The answer" role="region" aria-busy=${calculation.state.decided.loading ? "true" : "false"}>
          <p class="unseen" role="status">${inWords(calculation)}</p>
          ${notices(calculation)}
          ${
            isOpen(calculation)
              ? emptyState(
                  "That cannot be answered yet",
                  "Mend what is wrong, or begin with one of the questions above.",
                )
              : whenLoaded(
                  calculation.state.decided,
                  (decided) => answer(decided, calculation),
                  () => calculation.again(),
                )
          }
        </div>
      </div>
      ${inShort(calculation)}
    `,
  };
}

/** The link holds what could not be read, and nothing else was asked. */
const isOpen = ({ state: { decided } }: Calculation): boolean =>
  decided.value === null && decided.error === null && !decided.loading;

/** The answer in a few words, for those who hear it change. */
function inWords({ state: { decided } }: Calculation): string {
  if (!decided.value || decided.loading) return "";
  const { title, paysBack } = inBrief(decided.value.decision);
  return `${title}.${paysBack && ` ${capitalised(paysBack)}.`}`;
}

/** Where the form fills the screen: what is answered meanwhile, and the way to it. */
function inShort(calculation: Calculation): TemplateResult | typeof nothing {
  const decided = calculation.state.decided.value;
  if (!decided) return nothing;
  const { tone, title, paysBack } = inBrief(decided.decision);
  const toAnswer = () => document.querySelector(".answer")?.scrollIntoView({ behavior: "smooth" });
  return html`
    <button type="button" class="short ${tone}" @click=${toAnswer}>
      <b>${title}</b> ${paysBack} <span class="way">the answer ↓</span>
    </button>
  `;
}

function presets(calculation: Calculation): TemplateResult {
  const { line } = calculation.state;
  const read = (event: SubmitEvent) => {
    event.preventDefault();
    const text = String(new FormData(event.target as HTMLFormElement).get("line")).trim();
    if (text) calculation.read(text);
  };
  return html`
    <div class="presets" role="group" aria-label="Questions to begin with">
      ${PRESETS.map(
        ({ id, title, about, fields }) => html`
          <button type="button" data-preset=${id} title=${about} @click=${() => calculation.replace(fields)}>${title}</button>
        `,
      )}
    </div>
    <form class="line" @submit=${read}>
      <label for="line">Or say it in a line, in any order, as in Slack</label>
      <div class="row">
        <input
          id="line" name="line" autocomplete="off" spellcheck="false" maxlength="3000" .value=${line.text}
          placeholder="gpt-4o -> gpt-4o-mini, 50k calls/day, 200 in, 10 out, 1000 examples, classification"
          aria-describedby="line-problems"
        />
        <button>Ask</button>
      </div>
      <div id="line-problems" class="wrong" role="status">${line.problems.map((problem) => html`<p>${problem}</p>`)}</div>
    </form>
  `;
}

/** What to know before the answer is read: an older day, older rates, words of the address that were not understood. */
function notices(calculation: Calculation): TemplateResult | typeof nothing {
  const { fields, unknown, models } = calculation.state;
  const { as_of, rates_version } = fields;
  // Whether they are those of today is known when the models are.
  const known = models.value !== null || models.error !== null;
  const older = known && (as_of || (rates_version && rates_version !== models.value?.rates_version));
  return html`
    ${
      older
        ? html`
            <div class="notice" role="note">
              Answered ${as_of ? html`as of <b>${isDay(as_of) ? dayText(as_of) : as_of}</b>` : nothing}
              ${rates_version ? html` with the rates <code>${rates_version}</code>` : nothing}, as the link or you say.
              <button type="button" data-now @click=${() => calculation.set({ as_of: "", rates_version: "" })}>
                Ask for today
              </button>
            </div>
          `
        : nothing
    }
    ${
      unknown.length
        ? html`<div class="notice" role="note">The link names what is no input: ${unknown.slice(0, MOST_NAMED).map((name) => html`<code>${name.slice(0, 64)}</code> `)}${
            unknown.length > MOST_NAMED ? `and ${unknown.length - MOST_NAMED} more` : nothing
          }</div>`
        : nothing
    }
  `;
}

const MOST_NAMED = 10;

/** On paper there is no form: what was asked stands beside the answer. */
function asked(fields: Fields): TemplateResult {
  const said = [...INPUTS.values()].filter(({ path }) => fields[path]);
  return html`
    <section class="card asked" aria-hidden="true">
      <h2>What was asked</h2>
      <dl>
        ${said.map(
          ({ path, label, unit, choices }) => html`
            <div>
              <dt>${label}${unit ? `, ${unit}` : nothing}</dt>
              <dd>${choices?.find(([value]) => value === fields[path])?.[1] ?? fields[path]}</dd>
            </div>
          `,
        )}
      </dl>
    </section>
  `;
}

function answer(decided: Decided, calculation: Calculation): TemplateResult {
  const { decision } = decided;
  const before = calculation.state.decided.error !== null || calculation.state.wrong.size > 0;
  return html`
    ${before ? html`<p class="notice" role="note">What follows answers what was asked before; mend what is wrong to go on.</p>` : nothing}
    <div class=${before ? "parts before" : "parts"}>
      ${verdict(decision)}
      ${asked(decided.fields)}
      ${copies(decided)}
      ${overTheMonths(decided)}
      ${checklist(decision, calculation)}
      ${whatMatters(calculation)}
      ${costs(decision)}
      ${alternatives(decision)}
      <section class="card" aria-labelledby="assumed-title">
        <h2 id="assumed-title">What is assumed, and by which prices</h2>
        <ul class="plain">${decision.assumptions.map((each) => html`<li>${inPlainWords(each)}</li>`)}</ul>
        <p class="soft">
          Rates <a href=${hrefOf({ place: { at: "models" }, version: decision.rates.version })}>${decision.rates.version}</a> as of ${dayText(decision.rates.as_of)}${
            decision.rates.stale ? "; they could not be checked for newer ones" : nothing
          }. Sources: ${decision.rates.sources.join("; ")}.
        </p>
      </section>
    </div>
  `;
}
