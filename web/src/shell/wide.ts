// What may be wider than the page.
import { html, type TemplateResult } from "lit-html";

/** A table, or the like, that scrolls by itself where it does not fit, with the keyboard too. */
export const wide = (name: string, content: TemplateResult): TemplateResult => html`
  <div class="wide" tabindex="0" role="region" aria-label=${name}>${content}</div>
`;
