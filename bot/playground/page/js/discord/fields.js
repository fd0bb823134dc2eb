/** Fields of a slash command's options and of a form: an element, and how to read what stands in it. */
import { h } from "../dom.js";
import { store } from "./store.js";

const MOST_BYTES = 12_000_000;

/** A file as the control surface takes it. */
export async function readFile(file) {
  if (file.size > MOST_BYTES) throw new Error(`${file.name} is larger than ${MOST_BYTES / 1_000_000} MB.`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return { filename: file.name, content_type: file.type || "application/octet-stream", content_base64: btoa(text) };
}

const labelOf = (option) => option.shown_name ?? option.name;

/**
 * One option of a command. `suggest(text)` gives an autocomplete's choices.
 * @returns {{name: string, element: HTMLElement, input: HTMLElement, required: boolean, read: () => Promise<any>}}
 */
export function optionField(option, suggest) {
  const made = MAKERS[option.type]?.(option, suggest) ?? textField(option, "text");
  const id = `option-${option.name}`;
  made.input.id = id;
  if (option.required) made.input.setAttribute("aria-required", "true");
  const element = h("div", { class: "option" },
    h("label", { class: "option-name", for: id }, labelOf(option), option.required ? null : h("span", { class: "optional" }, "optional")),
    made.element ?? made.input, h("div", { class: "hint" }, option.shown_description ?? option.description ?? ""));
  return { name: option.name, required: option.required === true, element, input: made.input, read: made.read };
}

const MAKERS = {
  3: (option, suggest) => option.choices ? choiceField(option) : option.autocomplete ? suggestField(option, suggest) : textField(option, "text"),
  4: (option, suggest) => option.choices ? choiceField(option, Number) : option.autocomplete ? suggestField(option, suggest, Number) : numberField(option, "1"),
  5: (option) => pickField(option, [["true", "True"], ["false", "False"]], (value) => value === "true"),
  6: (option) => pickField(option, store.people.filter((each) => each.inside !== false).map((each) => [each.id, each.display])),
  7: (option) => pickField(option, store.channels.filter((each) => each.type !== 1).map((each) => [each.id, `#${each.name}`])),
  8: (option) => pickField(option, store.roles.map((each) => [each.id, each.name])),
  9: (option) => pickField(option, store.people.map((each) => [each.id, each.display])),
  10: (option) => option.choices ? choiceField(option, Number) : numberField(option, "any"),
  11: fileField,
};

function textField(option, type) {
  const input = h("input", { class: "field", type, maxlength: option.max_length, autocomplete: "off" });
  return { input, read: async () => input.value || undefined };
}

function numberField(option, step) {
  const input = h("input", { class: "field", type: "number", step, min: option.min_value, max: option.max_value });
  return { input, read: async () => (input.value === "" ? undefined : Number(input.value)) };
}

function pickField(option, pairs, turn = (value) => value) {
  const input = h("select", { class: "field" }, h("option", { value: "" }, "—"), pairs.map(([value, label]) => h("option", { value }, label)));
  return { input, read: async () => (input.value === "" ? undefined : turn(input.value)) };
}

const choiceField = (option, turn) => pickField(option, option.choices.map((each) => [String(each.value), each.shown_name ?? each.name]), turn);

function fileField() {
  const input = h("input", { class: "field", type: "file" });
  return { input, read: async () => (input.files?.[0] ? readFile(input.files[0]) : undefined) };
}

/** Suggestions while typing: the app gives names to show and values to send. */
function suggestField(option, suggest, turn = (value) => value) {
  const listId = `suggest-${option.name}`;
  const list = h("div", { class: "picker-list suggest-list", id: listId, role: "listbox", "aria-label": labelOf(option), hidden: true });
  const input = h("input", { class: "field", type: "text", role: "combobox", autocomplete: "off", "aria-expanded": "false", "aria-controls": listId, "aria-autocomplete": "list" });
  let chosen = null;
  let shown = [];
  let active = -1;
  let turnOf = 0;

  const mark = (at) => {
    active = at;
    for (const [index, node] of [...list.children].entries()) {
      node.classList.toggle("active", index === at);
      node.setAttribute("aria-selected", String(index === at));
    }
    list.children[at]?.scrollIntoView({ block: "nearest" });
    if (at >= 0) input.setAttribute("aria-activedescendant", `${listId}-${at}`);
    else input.removeAttribute("aria-activedescendant");
  };
  const hide = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); };
  const take = (choice) => { chosen = choice; input.value = choice.shown_name ?? choice.name; hide(); };
  const ask = async () => {
    const mine = ++turnOf;
    const found = await suggest(input.value);
    if (mine !== turnOf || document.activeElement !== input) return;
    shown = found ?? [];
    list.replaceChildren(...(shown.length ? shown.map((choice, index) => h("div", { class: "picker-option", role: "option", id: `${listId}-${index}`,
      on: { mousedown: (event) => { event.preventDefault(); take(choice); } } }, choice.shown_name ?? choice.name)) : [h("div", { class: "picker-note" }, "Nothing fits.")]));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark(shown.length ? 0 : -1);
  };
  input.addEventListener("focus", ask);
  input.addEventListener("input", () => { chosen = null; ask(); });
  input.addEventListener("blur", hide);
  input.addEventListener("keydown", (event) => {
    if (list.hidden || !shown.length) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark((active + (event.key === "ArrowDown" ? 1 : -1) + shown.length) % shown.length);
    } else if ((event.key === "Enter" || event.key === "Tab") && active >= 0) {
      if (event.key === "Enter") { event.preventDefault(); event.stopPropagation(); }
      take(shown[active]);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      hide();
    }
  });
  return { input, element: h("div", { class: "suggest" }, input, list),
    read: async () => (input.value === "" ? undefined : chosen ? chosen.value : turn(input.value)) };
}
