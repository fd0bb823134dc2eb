/** A select with a search box: static, external, people and channels; one or several. Keyboard: arrows, Enter, Esc. */
import { fill, h, icon } from "./dom.js";
import { place } from "./menu.js";

let serial = 0;

/**
 * @typedef {{value: string, label: string, description?: string, raw?: any}} Choice
 * @typedef {{label?: string, options: Choice[]}} Group
 * @param {{name: string, placeholder: string, multi?: boolean, max?: number, selected?: Choice[], actionId?: string,
 *   blockId?: string, load: (query: string) => Group[] | Promise<Group[]>, onChange?: (chosen: Choice[]) => void,
 *   onClose?: (chosen: Choice[]) => void, clearable?: boolean, live?: boolean, minQuery?: number}} options
 *   `clearable`: choosing the one that is chosen takes it back.
 */
export function picker(options) {
  const id = `picker-${++serial}`;
  let chosen = [...(options.selected ?? [])];
  let shown = [];
  let active = -1;
  let wanted = 0;

  const face = h("span", { class: "picker-face" });
  const button = h("button", { type: "button", class: "picker", "aria-haspopup": "listbox", "aria-expanded": "false",
    data: { actionId: options.actionId, blockId: options.blockId }, on: { click: open } }, face, icon("down", "icon small"));
  const search = h("input", { type: "text", class: "picker-search", role: "combobox", "aria-expanded": "true",
    "aria-controls": `${id}-list`, "aria-label": `Search ${options.name}`, autocomplete: "off", spellcheck: "false",
    placeholder: "Type to search", on: { input: refresh, keydown: onKey } });
  const listbox = h("div", { class: "picker-list", id: `${id}-list`, role: "listbox", "aria-label": options.name,
    "aria-multiselectable": options.multi ? "true" : null });
  const popup = h("div", { class: "picker-popup", popover: "auto" }, search, listbox);
  const element = h("span", { class: "picker-wrap" }, button, popup);
  popup.addEventListener("toggle", (event) => {
    button.setAttribute("aria-expanded", String(event.newState === "open"));
    if (event.newState === "closed") options.onClose?.(chosen);
  });
  draw();

  function draw() {
    const words = chosen.map((choice) => choice.label);
    button.setAttribute("aria-label", `${options.name}: ${words.join(", ") || "nothing chosen"}`);
    fill(face, words.length === 0 ? h("span", { class: "placeholder" }, options.placeholder)
      : options.multi ? words.map((word) => h("span", { class: "token" }, word)) : words[0]);
  }

  async function open() {
    popup.showPopover();
    search.value = "";
    place(popup, button);
    search.focus();
    await refresh();
    place(popup, button);
  }

  async function refresh() {
    const turn = ++wanted;
    const query = search.value.trim();
    if (query.length < (options.minQuery ?? 0)) {
      fill(listbox, h("p", { class: "picker-note" }, `Type at least ${options.minQuery} letters.`));
      return;
    }
    if (options.live) fill(listbox, h("p", { class: "picker-note" }, "Looking…"));
    let groups;
    try {
      groups = await options.load(query);
    } catch (error) {
      if (turn === wanted) fill(listbox, h("p", { class: "picker-note error" }, error.message));
      return;
    }
    if (turn === wanted) drawList(options.live ? groups : groups.map((group) => matching(group, query)));
  }

  function drawList(groups) {
    shown = [];
    active = -1;
    fill(listbox, groups.filter((group) => group.options.length).map((group) => h("div", { role: "group",
      "aria-label": group.label || options.name }, group.label ? h("p", { class: "picker-group" }, group.label) : null,
    group.options.map((choice) => option(choice)))));
    if (shown.length === 0) fill(listbox, h("p", { class: "picker-note" }, "Nothing matches."));
    else activate(Math.max(0, shown.findIndex(({ choice }) => isChosen(choice))));
  }

  function option(choice) {
    const index = shown.length;
    const node = h("div", { role: "option", id: `${id}-${index}`, class: "picker-option", "aria-selected": String(isChosen(choice)),
      data: { value: choice.value }, on: { mousedown: (event) => event.preventDefault(), click: () => choose(choice),
        mousemove: () => active !== index && activate(index, false) } },
    h("span", { class: "picker-tick" }, isChosen(choice) ? icon("check", "icon small") : null),
    h("span", { class: "picker-words" }, choice.label, choice.description ? h("span", { class: "hint" }, choice.description) : null));
    shown.push({ choice, node });
    return node;
  }

  const isChosen = (choice) => chosen.some((other) => other.value === choice.value);

  function activate(index, scroll = true) {
    shown[active]?.node.classList.remove("active");
    active = index;
    const node = shown[active]?.node;
    node?.classList.add("active");
    search.setAttribute("aria-activedescendant", node?.id ?? "");
    if (scroll) node?.scrollIntoView({ block: "nearest" });
  }

  function onKey(event) {
    const size = shown.length;
    if (event.key === "ArrowDown" && size) activate((active + 1) % size);
    else if (event.key === "ArrowUp" && size) activate((active - 1 + size) % size);
    else if (event.key === "Enter") { if (shown[active]) choose(shown[active].choice); }
    else if (event.key === "Backspace" && options.multi && !search.value) choose(chosen.at(-1));
    else if (event.key === "Escape") { event.stopPropagation(); close(); }
    else if (event.key === "Tab") { close(); return; }
    else return;
    event.preventDefault();
  }

  function close() {
    popup.hidePopover();
    button.focus();
  }

  function choose(choice) {
    if (!choice) return;
    if (!options.multi) {
      chosen = options.clearable && isChosen(choice) ? [] : [choice];
      close();
    } else if (isChosen(choice)) {
      chosen = chosen.filter((other) => other.value !== choice.value);
    } else if (!options.max || chosen.length < options.max) {
      chosen = [...chosen, choice];
    }
    draw();
    if (options.multi) refresh();
    options.onChange?.(chosen);
  }

  return {
    element,
    button,
    get: () => chosen,
    set(next) { chosen = [...next]; draw(); },
  };
}

/** Words starting with the query first is not worth a surprise: keep the app's order, drop what does not match. */
function matching(group, query) {
  const needle = query.toLocaleLowerCase();
  return { ...group, options: group.options.filter((choice) =>
    `${choice.label} ${choice.description ?? ""}`.toLocaleLowerCase().includes(needle)) };
}
