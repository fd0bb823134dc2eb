/** Lists that are walked with the arrow keys: one of their rows is in the tab order (a roving tabindex). */

const ENTRIES = "[data-entry]";

/** The row last focused is in the tab order, else the newest. */
export function rove(list) {
  const rows = [...list.querySelectorAll("article")];
  const current = rows.find((row) => row === document.activeElement) ?? rows.at(-1);
  for (const row of rows) row.tabIndex = row === current ? 0 : -1;
}

/** Arrow keys lead from row to row. */
export function walked(list) {
  list.addEventListener("keydown", (event) => {
    if (!event.target.matches("article") || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    const rows = [...list.querySelectorAll("article")];
    const next = rows[rows.indexOf(event.target) + (event.key === "ArrowUp" ? -1 : 1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
    rove(list);
  });
}

/** Of a sidebar's entries, the one that is `wanted` is in the tab order, else the first. */
export function roveEntries(list, wanted) {
  const entries = [...list.querySelectorAll(ENTRIES)];
  const stop = entries.find((entry) => entry.dataset.entry === wanted) ?? entries[0];
  for (const entry of entries) entry.tabIndex = entry === stop ? 0 : -1;
}

/** Arrow keys, Home and End lead from entry to entry, round at the ends. */
export function walkedEntries(list) {
  list.addEventListener("keydown", (event) => {
    const entries = [...list.querySelectorAll(ENTRIES)];
    const at = entries.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
    if (to === undefined || at < 0 || event.altKey) return;
    event.preventDefault();
    const next = entries[(to + entries.length) % entries.length];
    for (const entry of entries) entry.tabIndex = entry === next ? 0 : -1;
    next.focus();
  });
}
