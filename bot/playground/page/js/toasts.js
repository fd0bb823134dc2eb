/** Short notices at the foot of the page, and spoken news for screen readers. */
import { h, icon, iconButton } from "./dom.js";

/** Show a notice that stays until it is dismissed or some seconds passed. */
export function toast(text, { seconds = 8 } = {}) {
  // The same words again don't pile up: the notice that stands is shown anew.
  for (const each of document.querySelectorAll(".toast")) if (each.querySelector("span")?.textContent === text) each.remove();
  const node = h("div", { class: "toast", role: "alert" }, icon("warn"), h("span", {}, text),
    iconButton("close", "Dismiss", () => node.remove()));
  const open = [...document.querySelectorAll("dialog[open]")].at(-1);
  const shelf = [...document.querySelectorAll(".toasts")].find((each) => each.offsetParent !== null) ?? document.getElementById("toasts");
  // Inside an open modal everything else is inert: the notice goes where it can be reached.
  (open ?? shelf).append(node);
  setTimeout(() => node.remove(), seconds * 1000);
}

/** Say something once to a screen reader. */
export function announce(text) {
  const region = document.getElementById("announcer");
  region.textContent = "";
  requestAnimationFrame(() => { region.textContent = text.slice(0, 200); });
}
