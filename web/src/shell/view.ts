// What the page asks of each of its views.
import type { TemplateResult } from "lit-html";

/** One of the page's views: `open` is called when it is shown, `view` draws it. */
export interface View {
  title: string;
  open(): void;
  view(): TemplateResult;
}
