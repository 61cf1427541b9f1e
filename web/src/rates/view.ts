import { html } from "lit-html";
import type { View } from "../main.ts";

export const create = (_redraw: () => void): View => ({ title: "Rates", open() {}, view: () => html`<h1>Rates</h1>` });
