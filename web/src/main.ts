// The page: a header, one of three views, and what is drawn anew when something changes.
import { html, render, type TemplateResult } from "lit-html";
import * as calculator from "./calculator/view.ts";
import * as rates from "./rates/view.ts";
import * as spend from "./spend/view.ts";
import "./charts/element.ts";

/** One of the page's views: `open` is called when it is shown, `view` draws it. */
export interface View {
  title: string;
  open(): void;
  view(): TemplateResult;
}

let drawing = false;

/** Draw the page anew, once, however often it is asked for until then. */
function redraw(): void {
  if (drawing) return;
  drawing = true;
  queueMicrotask(() => {
    drawing = false;
    draw();
  });
}

const VIEWS: Readonly<Record<string, View>> = {
  calculator: calculator.create(redraw),
  rates: rates.create(redraw),
  spend: spend.create(redraw),
};

const shown = (): string => {
  const [name = ""] = location.hash.slice(1).split("/");
  return name in VIEWS ? name : "calculator";
};

function draw(): void {
  const current = shown();
  const view = VIEWS[current];
  if (!view) return;
  document.title = `${view.title} · Payback`;
  render(
    html`
      <a class="skip" href="#main" @click=${toMain}>Skip to the content</a>
      <header>
        <a class="brand" href="#calculator">Payback</a>
        <nav aria-label="Views">
          ${Object.entries(VIEWS).map(
            ([name, { title }]) =>
              html`<a href="#${name}" aria-current=${name === current ? "page" : "false"}>${title}</a>`,
          )}
        </nav>
      </header>
      <main id="main" tabindex="-1">${view.view()}</main>
      <footer>
        Every price is dated and has its source. <a href="docs">The API</a> answers the same, for programs.
      </footer>
    `,
    document.body,
  );
}

// A link to a place in the page would change the address, which holds the view.
function toMain(event: Event): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

function open(): void {
  VIEWS[shown()]?.open();
  redraw();
}

document.body.replaceChildren();
addEventListener("hashchange", open);
open();
