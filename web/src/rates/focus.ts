// Where reading goes on after a move within this view: at the heading, or back at the row that one came from.

/** Called before the new page is drawn; the paths are those of `route.ts`. */
export function arrived(path: string, before: string): void {
  requestAnimationFrame(() => {
    const row = path === "" ? document.querySelector<HTMLElement>(`[data-place="${CSS.escape(before)}"]`) : null;
    if (row) {
      row.scrollIntoView({ block: "center" });
      row.focus({ preventScroll: true });
      return;
    }
    scrollTo(0, 0);
    document.querySelector<HTMLElement>(".rates h1")?.focus({ preventScroll: true });
  });
}
