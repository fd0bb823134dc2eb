/** Fields of a slash command's options: an element, and how to read what stands in it. */
import { h } from "../dom.js";
import { store } from "./store.js";
import { suggestField } from "./suggest.js";

const MOST_BYTES = 12_000_000;

/** A file as the control surface takes it. */
export async function readFile(file) {
  if (file.size > MOST_BYTES) throw new Error(`${file.name} is larger than ${MOST_BYTES / 1_000_000} MB.`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return { filename: file.name, content_type: file.type || "application/octet-stream", content_base64: btoa(text) };
}

/** What stands where an app says nothing about an option. */
const NO_WORDS = "…";

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
  const about = option.shown_description ?? option.description ?? "";
  const element = h("div", { class: "option" },
    h("label", { class: "option-name", for: id }, labelOf(option), option.required ? null : h("span", { class: "optional" }, "optional")),
    made.element ?? made.input, about === NO_WORDS ? null : h("div", { class: "hint", id: `${id}-about`, dir: "auto" }, about));
  if (about !== NO_WORDS) made.input.setAttribute("aria-describedby", `${id}-about`);
  return { name: option.name, required: option.required === true, element, input: made.input, read: made.read };
}

const MAKERS = {
  3: (option, suggest) => option.choices ? choiceField(option) : option.autocomplete ? suggested(option, suggest) : textField(option, "text"),
  4: (option, suggest) => option.choices ? choiceField(option, Number) : option.autocomplete ? suggested(option, suggest, asNumber) : numberField(option, "1"),
  5: (option) => pickField(option, [["true", "True"], ["false", "False"]], (value) => value === "true"),
  6: (option) => pickField(option, store.people.filter((each) => each.inside !== false).map((each) => [each.id, each.display])),
  7: (option) => pickField(option, store.channels.filter((each) => each.type !== 1 && (!option.channel_types?.length || option.channel_types.includes(each.type)))
    .map((each) => [each.id, `#${each.name}`])),
  8: (option) => pickField(option, store.roles.map((each) => [each.id, each.name])),
  9: (option) => pickField(option, [...store.roles.map((each) => [each.id, `@${each.name}`]), ...store.people.map((each) => [each.id, each.display])]),
  10: (option, suggest) => option.choices ? choiceField(option, Number) : option.autocomplete ? suggested(option, suggest, asNumber) : numberField(option, "any"),
  11: fileField,
};

function textField(option, type) {
  const input = h("input", { class: "field", type, maxlength: option.max_length, autocomplete: "off", dir: "auto" });
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

/** A number; words stay words, so that the refusal can name them. */
const asNumber = (text) => (Number.isNaN(Number(text)) ? text : Number(text));

const suggested = (option, suggest, turn) => suggestField({ name: option.name, label: labelOf(option), suggest, turn });

function fileField() {
  const input = h("input", { class: "field", type: "file" });
  return { input, read: async () => (input.files?.[0] ? readFile(input.files[0]) : undefined) };
}
