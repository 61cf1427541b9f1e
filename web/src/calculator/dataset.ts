// Drop or paste a training file: it is checked, and fills the fields of the dataset.
import { html, nothing, type TemplateResult } from "lit-html";
import { isAborted, Problem } from "../api/client.ts";
import type { Fields } from "../inputs/request.ts";
import { errorBox } from "../shell/states.ts";
import { store } from "../store.ts";
import { figure, moneyRange, numberText } from "../text/figures.ts";
import type { Calculation } from "./calculation.ts";
import { check, type Report } from "./upload.ts";

interface State {
  name: string;
  progress: string;
  report: Report | null;
  error: Problem | null;
  pasting: boolean;
}

/** One file at a time: a newer one takes the place of the one that is being checked. */
export class Dataset {
  readonly #calculation: Calculation;
  readonly #store;
  #checking = new AbortController();
  #again = () => {};

  constructor(calculation: Calculation, redraw: () => void) {
    this.#calculation = calculation;
    this.#store = store<State>({ name: "", progress: "", report: null, error: null, pasting: false }, redraw);
  }

  view(): TemplateResult {
    const { name, progress, report, error, pasting } = this.#store.state;
    return html`
      <div class="drop" @dragover=${over} @dragleave=${out} @drop=${(event: DragEvent) => this.#dropped(event)}>
        <label for="dataset-file">Or drop your training file (JSON Lines), or choose it</label>
        <input
          id="dataset-file" type="file" accept=".jsonl,.ndjson,.json,.txt,application/jsonl"
          @change=${(event: Event) => this.#chosen(event)}
        />
        <button type="button" class="link" aria-expanded=${pasting ? "true" : "false"} @click=${() => this.#store.change({ pasting: !pasting })}>
          or paste it
        </button>
        ${
          pasting
            ? html`
                <label for="dataset-text" class="unseen">Training file as text</label>
                <textarea id="dataset-text" rows="5" spellcheck="false" placeholder='{"messages": […]} on each line'></textarea>
                <button type="button" @click=${() => this.#pasted()}>Check it</button>
              `
            : nothing
        }
        <p class="hint">It is checked and counted. Nothing in it is logged; what is too large to send along is deleted after a day.</p>
        <div role="status" aria-busy=${progress ? "true" : "false"}>${progress ? html`<p><b>${name}</b> ${progress} …</p>` : nothing}</div>
        ${error ? errorBox(error, () => this.#again()) : nothing}
        ${report ? summary(name, report) : nothing}
      </div>
    `;
  }

  #dropped(event: DragEvent): void {
    out(event);
    const [file] = event.dataTransfer?.files ?? [];
    if (file) void this.#check(file);
  }

  #chosen(event: Event): void {
    const input = event.target as HTMLInputElement;
    const [file] = input.files ?? [];
    if (file) void this.#check(file);
    input.value = ""; // so that the same file can be chosen again once it is mended
  }

  #pasted(): void {
    const { value } = document.getElementById("dataset-text") as HTMLTextAreaElement;
    void this.#check(new File([value], "What you pasted"));
  }

  async #check(file: File): Promise<void> {
    this.#checking.abort();
    const checking = new AbortController();
    this.#checking = checking;
    this.#again = () => void this.#check(file);
    const told = { name: file.name, report: null, error: null };
    this.#store.change({ ...told, progress: "is being read" });
    try {
      const terms = termsOf(this.#calculation.state.fields);
      const report = await check(file, terms, (progress) => this.#store.change({ progress }), checking.signal);
      this.#store.change({ progress: "", report, pasting: false });
      if (report.dataset) this.#calculation.set(fieldsOf(report.dataset));
    } catch (error) {
      if (isAborted(error)) return;
      const unread = error instanceof DOMException; // taken away or changed since it was chosen
      if (!unread && !(error instanceof Problem)) throw error;
      const told = unread ? new Problem(0, "not_read", `${file.name} cannot be read: choose it again.`) : error;
      this.#store.change({ progress: "", error: told });
    }
  }
}

/** What the check is to know of the decision: for which model and task the file is. */
function termsOf(fields: Fields): Record<string, string> {
  const said = { model: fields["candidate.model"], provider: fields["candidate.provider"], task: fields.task };
  return Object.fromEntries(Object.entries(said).filter((entry): entry is [string, string] => Boolean(entry[1])));
}

function fieldsOf({
  examples,
  tokens_per_example: tokens,
  epochs,
}: NonNullable<Report["dataset"]>): Record<string, string> {
  const spread =
    typeof tokens === "object" && tokens !== null ? `${tokens.low}-${tokens.expected}-${tokens.high}` : tokens;
  return {
    "dataset.examples": String(examples),
    "dataset.tokens_per_example": spread === null || spread === undefined ? "" : String(spread),
    ...(epochs === "auto" ? {} : { "dataset.epochs": String(epochs) }),
  };
}

function summary(name: string, report: Report): TemplateResult {
  const { examples, errors, problems } = report.training;
  const missed = report.policy.filter(({ missing }) => Number(missing) > 0);
  return html`
    <div class="report" data-usable=${report.usable ? "yes" : "no"}>
      <p>
        <b>${name}</b>: ${figure(examples, examples === 1 ? "example" : "examples")}.
        ${report.usable ? html`<span class="pass">It can be trained on.</span>` : html`<span class="fail">It cannot be trained on as it is.</span>`}
        ${errors ? html`<span class="fail">${numberText(errors)} with an error are not counted.</span>` : nothing}
      </p>
      ${
        problems.length
          ? html`<details ?open=${!report.usable}>
              <summary>${problems.length === 1 ? "One problem" : `${problems.length} problems`} to look at</summary>
              <ul>${problems.map(({ line, field, message, severity }) => html`<li class=${severity === "error" ? "fail" : "unknown"}>line ${line}${field ? html`, <code>${field}</code>` : nothing}: ${message}</li>`)}</ul>
            </details>`
          : nothing
      }
      ${missed.length ? html`<ul>${missed.map(({ whose, kind, wanted, missing }) => html`<li>${whose}: ${kind} ${numberText(wanted)}, missing ${numberText(missing)}</li>`)}</ul>` : nothing}
      ${report.training_costs.map(({ provider, total_usd }) => (total_usd ? html`<p class="soft">Training once at ${provider}: ${moneyRange(total_usd)}</p>` : nothing))}
    </div>
  `;
}

function over(event: DragEvent): void {
  event.preventDefault();
  (event.currentTarget as Element).classList.add("over");
}

function out(event: DragEvent): void {
  event.preventDefault();
  (event.currentTarget as Element).classList.remove("over");
}
