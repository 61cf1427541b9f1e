// The page: a header, one of three views, and what is drawn anew when something changes.
import { html, render } from "lit-html";
import { address } from "./api/client.ts";
import * as calculator from "./calculator/view.ts";
import * as rates from "./rates/view.ts";
import type { View } from "./shell/view.ts";
import * as spend from "./spend/view.ts";
import "./charts/element.ts";

let drawing = false;
let mistaken = false;

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

const shown = (hash = location.hash): string => {
  const [name = ""] = hash.slice(1).split("/");
  return Object.hasOwn(VIEWS, name) ? name : "calculator";
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
      <main id="main" tabindex="-1" aria-label=${view.title}>${view.view()}</main>
      <footer>
        Every price is dated and has its source. <a href=${address("docs")}>The API</a> answers the same, for programs.
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

/** From one view to another: what is read and heard begins at its top. */
function moved({ oldURL, newURL }: HashChangeEvent): void {
  open();
  if (shown(new URL(oldURL).hash) === shown(new URL(newURL).hash)) return;
  scrollTo(0, 0);
  document.getElementById("main")?.focus({ preventScroll: true });
}

/** Says once that the page made a mistake, beside what it draws: drawing itself may be what went wrong. */
function mistake(): void {
  if (mistaken) return;
  mistaken = true;
  const told = document.createElement("p");
  told.className = "problem mistake";
  told.setAttribute("role", "alert");
  told.textContent = "The page made a mistake. Reload it: the address holds what you asked.";
  document.body.append(told);
}

document.body.replaceChildren();
addEventListener("hashchange", moved);
addEventListener("error", mistake);
addEventListener("unhandledrejection", mistake);
// A file that is dropped beside its box does not take the place of the page.
for (const event of ["dragover", "drop"]) addEventListener(event, (dropped) => dropped.preventDefault());
open();
