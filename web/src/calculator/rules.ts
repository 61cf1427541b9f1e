// The nine rules as a checklist: what each saw, what it needs, and what would flip it at one click.
import { html, nothing, type TemplateResult } from "lit-html";
import { INPUTS } from "../inputs/catalogue.ts";
import { textOf } from "../inputs/request.ts";
import { capitalised } from "../text/sentence.ts";
import type { Calculation, Decision } from "./calculation.ts";

type Rule = Decision["rules"][number];
type Flip = Rule["flips_when"][number];

const MARKS = { pass: ["✓", "passes"], fail: ["✗", "fails"], unknown: ["?", "is open"] } as const;

export function checklist(decision: Decision, calculation: Calculation): TemplateResult {
  const passed = decision.rules.filter(({ outcome }) => outcome === "pass").length;
  return html`
    <section class="card" aria-labelledby="rules-title">
      <h2 id="rules-title">What decided</h2>
      <p class="hint">
        ${passed} of ${decision.rules.length} rules pass. The first that does not pass decides; a click on what would
        flip it sets that input.
      </p>
      <ol class="rules">${decision.rules.map((rule) => item(rule, calculation))}</ol>
    </section>
  `;
}

function item(rule: Rule, calculation: Calculation): TemplateResult {
  const [mark, says] = MARKS[rule.outcome];
  return html`
    <li class="rule" tabindex="-1" data-rule=${rule.id} data-outcome=${rule.outcome}>
      <span class="mark ${rule.outcome}" aria-hidden="true">${mark}</span>
      <div>
        <h3>${rule.question} <span class="unseen">${says}</span></h3>
        <p>${capitalised(rule.observed)}. <span class="soft">Needed: ${rule.required}.</span></p>
        ${rule.ask ? html`<p class="unknown">${rule.ask}</p>` : nothing}
        ${
          rule.flips_when.length
            ? html`<div class="flips">
                <span class="soft">It passes with</span>
                ${rule.flips_when.map((flip) => button(flip, calculation))}
              </div>`
            : nothing
        }
        <details>
          <summary>Why</summary>
          <p class="soft">Because ${rule.because}. ${rule.outcome === "pass" ? nothing : html`Remedy: ${rule.remedy}.`} Source: ${rule.source}.</p>
        </details>
      </div>
    </li>
  `;
}

function button(flip: Flip, calculation: Calculation): TemplateResult | string {
  if (!INPUTS.has(flip.input)) return flip.text;
  const flipped = (event: Event) => {
    (event.currentTarget as HTMLElement).closest<HTMLElement>(".rule")?.focus(); // the button goes, the rule stays
    calculation.set({ [flip.input]: textOf(flip.value) });
  };
  return html`
    <button type="button" data-flip=${flip.input} title=${`sets ${flip.input}`} @click=${flipped}>
      ${flip.text}
    </button>
  `;
}
