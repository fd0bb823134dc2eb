/** The fields of a form (https://discord.com/developers/docs/components/reference): each can be read and checked. */
import { h } from "../dom.js";
import { readFile } from "./fields.js";
import { countFault, isMenu, menuOf } from "./menus.js";

const REQUIRED = "Please fill in what is required.";
const FILES = 10;

/**
 * @typedef {{node: HTMLElement, focus: () => void, read: () => Promise<any>, fault: () => string, grouped?: boolean}} Field
 * @param {any} data the component @param {string} id of the node that takes the focus @param {string} label
 * @returns {Field}
 */
export function formField(data, id, label) {
  const make = isMenu(data) ? menuField : MAKERS[data.type];
  if (!make) return { node: h("div", { class: "unknown" }, `A field of type ${data.type} that this page can't show.`), focus() {}, read: async () => undefined, fault: () => "" };
  return make(data, id, label);
}

const required = (data) => data.required !== false;
const counted = (data, count) => (!count && required(data) ? REQUIRED : countFault(data, count, { required: required(data) }));

const MAKERS = { 4: textField, 19: fileField, 21: radioField, 22: checkField, 23: tickField };

function textField(data, id) {
  const props = { id, class: "field", placeholder: data.placeholder, maxlength: data.max_length ?? 4000, dir: "auto", data: { customId: data.custom_id },
    "aria-required": required(data) ? "true" : undefined };
  const node = data.style === 2 ? h("textarea", { ...props, rows: "4" }) : h("input", { ...props, type: "text", autocomplete: "off" });
  node.value = data.value ?? "";
  return { node, focus: () => node.focus(), read: async () => node.value, fault() {
    const { length } = node.value;
    if (!length) return required(data) ? REQUIRED : "";
    return length < (data.min_length ?? 0) ? `At least ${data.min_length} characters; these are ${length}.` : "";
  } };
}

function menuField(data, id, label) {
  const made = menuOf(data, { name: label, optional: !required(data) });
  made.button.id = id;
  return { node: made.element, focus: () => made.button.focus(), read: async () => made.read(), fault: () => counted(data, made.read().length) };
}

function fileField(data, id) {
  const node = h("input", { id, class: "field", type: "file", multiple: (data.max_values ?? 1) > 1, data: { customId: data.custom_id } });
  return { node, focus: () => node.focus(), read: async () => Promise.all([...node.files].map(readFile)),
    fault: () => counted({ ...data, max_values: data.max_values ?? FILES }, node.files.length) };
}

/** Ticks in a group of their own: its name is the field's label. */
function ticks(data, id, label, type) {
  const inputs = data.options.map((each, at) => h("input", { id: at ? `${id}-${at}` : id, type, name: id, value: each.value, checked: each.default }));
  const node = h("div", { class: "ticks", role: type === "radio" ? "radiogroup" : "group", "aria-label": label, data: { customId: data.custom_id } },
    data.options.map((each, at) => h("label", { class: "tick" }, inputs[at],
      h("span", {}, each.label, each.description ? h("span", { class: "hint" }, each.description) : null))));
  const values = () => inputs.filter((input) => input.checked).map((input) => input.value);
  return { node, values, grouped: true, focus: () => inputs[0].focus() };
}

function radioField(data, id, label) {
  const made = ticks(data, id, label, "radio");
  return { ...made, read: async () => made.values()[0], fault: () => (required(data) && !made.values().length ? REQUIRED : "") };
}

function checkField(data, id, label) {
  const made = ticks(data, id, label, "checkbox");
  return { ...made, read: async () => made.values(), fault: () => counted(data, made.values().length) };
}

function tickField(data, id, label) {
  const input = h("input", { id, type: "checkbox", checked: data.default, data: { customId: data.custom_id } });
  return { node: h("label", { class: "tick" }, input, h("span", {}, label)), grouped: true, focus: () => input.focus(), read: async () => input.checked, fault: () => "" };
}
