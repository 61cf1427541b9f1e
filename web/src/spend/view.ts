import { html } from "lit-html";
import type { View } from "../main.ts";

export const create = (_redraw: () => void): View => ({ title: "Spend", open() {}, view: () => html`<h1>Spend</h1>` });
