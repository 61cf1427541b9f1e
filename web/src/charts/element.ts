// <payback-chart>: a chart of Chart.js with a name for those who cannot see it, in the colours of the page.
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from "chart.js";
import { tint } from "./palette.ts";

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
);

/** What to draw, made anew whenever the colours change; `name` says in words what is seen. */
export interface Drawing {
  name: string;
  config: () => ChartConfiguration;
}

const dark = matchMedia("(prefers-color-scheme: dark)");
const still = matchMedia("(prefers-reduced-motion: reduce)");

class PaybackChart extends HTMLElement {
  #chart: Chart | null = null;
  #drawing: Drawing | null = null;
  readonly #canvas = document.createElement("canvas");
  readonly #redraw = () => this.#draw(true);

  set drawing(drawing: Drawing) {
    if (drawing === this.#drawing) return; // lit sets an object whether it is another or not
    this.#drawing = drawing;
    if (this.isConnected) this.#draw(false);
  }

  connectedCallback(): void {
    this.#canvas.setAttribute("role", "img");
    this.append(this.#canvas);
    dark.addEventListener("change", this.#redraw);
    addEventListener("beforeprint", this.#redraw);
    addEventListener("afterprint", this.#redraw);
    this.#draw(false);
  }

  disconnectedCallback(): void {
    dark.removeEventListener("change", this.#redraw);
    removeEventListener("beforeprint", this.#redraw);
    removeEventListener("afterprint", this.#redraw);
    this.#chart?.destroy();
    this.#chart = null;
  }

  #draw(again: boolean): void {
    if (!this.#drawing) return;
    this.#canvas.setAttribute("aria-label", this.#drawing.name);
    Chart.defaults.color = tint("ink");
    Chart.defaults.borderColor = tint("grid");
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    const config = this.#drawing.config();
    const options = { ...config.options, responsive: true, maintainAspectRatio: false };
    if (again || still.matches || this.#chart) options.animation = false;
    if (this.#chart && !again) {
      this.#chart.data = config.data;
      this.#chart.options = options;
      this.#chart.update("none");
      return;
    }
    this.#chart?.destroy();
    this.#chart = new Chart(this.#canvas, { ...config, options });
  }
}

// On paper the page is light, whatever the screen is. Listened to here first, before any chart draws itself anew.
addEventListener("beforeprint", () => document.documentElement.classList.add("paper"));
addEventListener("afterprint", () => document.documentElement.classList.remove("paper"));

customElements.define("payback-chart", PaybackChart);
