// The colours of the charts, read from the style, so that light, dark and paper each have their own.
export type Tint = "today" | "cached" | "cheaper" | "tuned" | "hosted" | "limit" | "ink" | "soft" | "grid" | "paper";

export function tint(name: Tint, share = 1): string {
  const probe = document.createElement("span");
  probe.hidden = true;
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return share === 1 ? colour : colour.replace(/^rgb\((.*)\)$/, `rgba($1, ${share})`);
}
