/** A text field whose suggestions come from the app while one types: names to show, values to send. */
import { h } from "../dom.js";
import { place } from "../menu.js";

const PAUSE = 120;

/**
 * @param {{name: string, label: string, suggest: (text: string) => Promise<Array<{name: string, shown_name?: string, value: any}>>,
 *   turn?: (text: string) => any}} options `turn` makes the value of a text that was typed and not chosen
 */
export function suggestField({ name, label, suggest, turn = (text) => text }) {
  const listId = `suggest-${name}`;
  const list = h("div", { class: "picker-popup suggest-list", id: listId, role: "listbox", "aria-label": label, popover: "manual" });
  const input = h("input", { class: "field", type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", dir: "auto", "aria-expanded": "false", "aria-controls": listId, "aria-autocomplete": "list" });
  const labelOf = (choice) => choice.shown_name ?? choice.name;
  let chosen = null;
  let shown = [];
  let active = -1;
  let asked = 0;
  let pause = 0;

  const isOpen = () => list.matches(":popover-open");
  function mark(at) {
    active = at;
    for (const [index, node] of [...list.children].entries()) {
      node.classList.toggle("active", index === at);
      node.setAttribute("aria-selected", String(index === at));
    }
    list.children[at]?.scrollIntoView({ block: "nearest" });
    if (at >= 0) input.setAttribute("aria-activedescendant", `${listId}-${at}`);
    else input.removeAttribute("aria-activedescendant");
  }
  function hide() {
    clearTimeout(pause);
    asked += 1; // what is still under way comes too late
    if (isOpen()) list.hidePopover();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
  function take(choice) {
    chosen = choice;
    input.value = labelOf(choice);
    hide();
  }
  async function ask() {
    const mine = ++asked;
    const typed = input.value;
    const found = await suggest(typed);
    if (mine !== asked || document.activeElement !== input) return;
    shown = found;
    list.replaceChildren(...(shown.length ? shown.map((choice, index) => h("div", { class: "picker-option", role: "option", id: `${listId}-${index}`, dir: "auto",
      on: { mousedown: (event) => { event.preventDefault(); take(choice); } } }, labelOf(choice))) : [h("div", { class: "picker-note" }, "Nothing fits.")]));
    if (!isOpen()) list.showPopover();
    list.style.width = `${input.offsetWidth}px`;
    place(list, input);
    input.setAttribute("aria-expanded", "true");
    mark(shown.length && typed ? 0 : -1); // who only passes through has chosen nothing
  }
  function onKey(event) {
    if (!isOpen()) {
      if (event.key === "ArrowDown") ask();
      return;
    }
    if (event.key === "Escape") {
      event.stopPropagation();
      hide();
    } else if (shown.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const from = active < 0 && event.key === "ArrowUp" ? 0 : active;
      mark((from + (event.key === "ArrowDown" ? 1 : -1) + shown.length) % shown.length);
    } else if (shown[active] && (event.key === "Enter" || event.key === "Tab")) {
      if (event.key === "Enter") {
        event.preventDefault();
        event.stopPropagation();
      }
      take(shown[active]);
    }
  }
  input.addEventListener("focus", ask);
  input.addEventListener("input", () => {
    chosen = null;
    clearTimeout(pause);
    pause = setTimeout(ask, PAUSE);
  });
  input.addEventListener("blur", hide);
  input.addEventListener("keydown", onKey);

  async function read() {
    if (input.value === "") return undefined;
    const meant = chosen ?? shown.find((choice) => labelOf(choice) === input.value);
    return meant ? meant.value : turn(input.value);
  }
  return { input, element: h("div", { class: "suggest" }, input, list), read };
}
