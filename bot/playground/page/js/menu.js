/** A small pop-up menu on the browser's own popover layer: closes on Esc and on a click elsewhere. */
import { h } from "./dom.js";

/** Put an open popover beside its button, inside the window. */
export function place(popup, anchor, { alignEnd = false, gap = 4 } = {}) {
  const box = anchor.getBoundingClientRect();
  const width = popup.offsetWidth;
  const height = popup.offsetHeight;
  const wanted = alignEnd ? box.right - width : box.left;
  const left = Math.max(8, Math.min(wanted, innerWidth - width - 8));
  const below = box.bottom + gap;
  const top = below + height > innerHeight - 8 ? Math.max(8, box.top - gap - height) : below;
  popup.style.left = `${left}px`;
  popup.style.top = `${top}px`;
}

/** Whether something is open in `node`: it must not be drawn again under the reader's hand. */
export const isOpenIn = (node) => node.querySelector(":popover-open") !== null;

/** Call `draw` once something that was open in `list` has closed, for what changed meanwhile. */
export function whenClosed(list, draw) {
  list.addEventListener("toggle", (event) => { if (event.newState === "closed") draw(); }, { capture: true });
}

/** Open a popover beside its button, which says so; closed, it leaves and gives the focus back. */
export function open(popup, anchor, { alignEnd = false } = {}) {
  popup.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    anchor.setAttribute("aria-expanded", "false");
    if (popup.contains(document.activeElement)) anchor.focus();
    popup.remove();
  });
  anchor.after(popup);
  anchor.setAttribute("aria-expanded", "true");
  popup.showPopover();
  place(popup, anchor, { alignEnd });
}

/**
 * @param {HTMLElement} anchor the button that opens it
 * @param {Array<{label: string, value?: string, hint?: string, run: () => void} | null>} items null draws a line
 */
export function openMenu(anchor, items, { alignEnd = true, name = "Menu" } = {}) {
  const popup = h("div", { class: "menu", role: "menu", popover: "auto", "aria-label": name });
  for (const item of items) {
    if (item === null) {
      popup.append(h("hr", { class: "menu-line", role: "separator" }));
      continue;
    }
    popup.append(h("button", { type: "button", role: "menuitem", class: "menu-item", tabindex: "-1",
      data: { value: item.value }, on: { click: () => { popup.hidePopover(); anchor.focus(); item.run(); } } },
    h("span", {}, item.label), item.hint ? h("span", { class: "hint" }, item.hint) : null));
  }
  const entries = () => [...popup.querySelectorAll("[role=menuitem]")];
  popup.addEventListener("keydown", (event) => moveWithin(event, entries()));
  open(popup, anchor, { alignEnd });
  entries()[0]?.focus();
}

/** Arrow keys, Home and End move the focus among `entries`. */
export function moveWithin(event, entries) {
  const at = entries.indexOf(document.activeElement);
  const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 };
  if (event.key === "Tab") document.activeElement?.closest("[popover]")?.hidePopover();
  if (!(event.key in steps) || entries.length === 0) return;
  event.preventDefault();
  entries[(steps[event.key] + entries.length) % entries.length].focus();
}
