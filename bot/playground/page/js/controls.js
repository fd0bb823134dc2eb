/**
 * Controls that hold a value. Each answers `{element, read, restore, focus, missing}`; `read` gives the value in
 * Slack's `view.state.values` shape. Source: https://docs.slack.dev/reference/block-kit/block-elements
 */
import { h } from "./dom.js";
import { display, names } from "./names.js";
import { picker } from "./picker.js";
import { label, textNodes } from "./text.js";

let serial = 0;

/**
 * @param {any} element the Block Kit element
 * @param {{name: string, describedBy?: string, blockId: string, ctx: any, onChange?: (value: any) => void}} where
 */
export function makeControl(element, where) {
  const make = KINDS[element.type];
  return make ? make(element, where) : null;
}

const textKind = (type) => (element, where) => {
  const many = element.multiline === true && type === "text";
  const input = h(many ? "textarea" : "input", {
    class: "field", type: many ? null : type, rows: many ? 5 : null, placeholder: label(element.placeholder),
    inputmode: { number: element.is_decimal_allowed ? "decimal" : "numeric", email: "email", url: "url" }[type],
    minlength: element.min_length, maxlength: element.max_length, autocomplete: "off", dir: "auto",
    autofocus: element.focus_on_load === true, "aria-label": where.name, "aria-describedby": where.describedBy,
    data: { actionId: element.action_id, blockId: where.blockId },
    on: { keydown: (event) => enterDispatches(event, element, where, many) },
  });
  if (type === "number") input.type = "text"; // browsers hide what is not a number; the app must see and refuse it
  input.value = element.initial_value ?? "";
  return {
    element: input,
    read: () => ({ type: element.type, value: input.value === "" ? null : input.value }),
    restore: (state) => { input.value = state?.value ?? ""; },
    focus: () => input.focus(),
    missing: () => input.value === "",
    problem: () => lengthProblem(input.value, element),
  };
};

function lengthProblem(value, element) {
  if (element.min_length && value.length < element.min_length) {
    return `Please write at least ${element.min_length} characters.`;
  }
  return null;
}

function enterDispatches(event, element, where, many) {
  if (event.key !== "Enter" || many || event.isComposing) return;
  if (where.onChange) {
    event.preventDefault();
    where.onChange(event.currentTarget.value);
  }
}

const dateKind = (type, key) => (element, where) => {
  const input = h("input", { type, class: "field short", "aria-label": where.name, "aria-describedby": where.describedBy,
    data: { actionId: element.action_id, blockId: where.blockId },
    on: { change: () => where.onChange?.(stored()) } });
  const initial = element[`initial_${key.replace("selected_", "")}`];
  const show = (value) => { input.value = value == null ? "" : type === "datetime-local" ? localStamp(value) : value; };
  const stored = () => {
    if (!input.value) return null;
    return type === "datetime-local" ? Math.floor(new Date(input.value).getTime() / 1000) : input.value;
  };
  show(initial);
  return {
    element: input,
    read: () => ({ type: element.type, [key]: stored() }),
    restore: (state) => show(state?.[key]),
    focus: () => input.focus(),
    missing: () => !input.value,
  };
};

function localStamp(seconds) {
  const date = new Date(Number(seconds) * 1000);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

const asChoice = (option) => ({ value: option.value, label: label(option.text), raw: option,
  description: option.description ? label(option.description) : "" });

/** Groups for a static list, or a question to the app for an external one. */
function optionLoader(element, where) {
  if (element.type.includes("external")) {
    return async (query) => {
      const answer = await where.ctx.suggest(element, where.blockId, query);
      if (answer.acked === false) throw new Error(answer.message ?? "The app did not respond.");
      return groupsOf(answer);
    };
  }
  if (element.type.includes("users")) {
    return () => [{ options: names.people().map((person) => ({ value: person.id, label: display(person), raw: person.id })) }];
  }
  if (/channels|conversations/.test(element.type)) {
    return () => [{ options: names.channels().map((channel) => ({ value: channel.id, label: `#${channel.name}`, raw: channel.id })) }];
  }
  return () => groupsOf(element);
}

function groupsOf(source) {
  if (source?.option_groups) {
    return source.option_groups.map((group) => ({ label: label(group.label), options: (group.options ?? []).map(asChoice) }));
  }
  return [{ options: (source?.options ?? []).map(asChoice) }];
}

const SELECTED = { users: "user", channels: "channel", conversations: "conversation" };

/** The part of a select's name that says what it holds: option, user, channel or conversation. */
function heldBy(element) {
  const kind = Object.keys(SELECTED).find((word) => element.type.includes(word));
  return kind ? SELECTED[kind] : "option";
}

function selectKind(element, where) {
  const multi = element.type.startsWith("multi_");
  const held = heldBy(element);
  const key = `selected_${held}${multi ? "s" : ""}`;
  const known = (value) => held === "option" ? asChoice(value)
    : { value, raw: value, label: held === "user" ? names.person(value) ?? value : `#${names.channel(value) ?? value}` };
  const initial = element[key.replace("selected", "initial")];
  const box = picker({
    name: where.name || label(element.placeholder) || "Choose",
    placeholder: label(element.placeholder) || (multi ? "Choose some" : "Choose"),
    multi, max: element.max_selected_items, actionId: element.action_id, blockId: where.blockId,
    selected: (multi ? initial ?? [] : initial ? [initial] : []).map(known),
    live: element.type.includes("external"), minQuery: element.type.includes("external") ? element.min_query_length ?? 3 : 0,
    load: optionLoader(element, where),
    onChange: (chosen) => where.onChange?.(multi ? chosen.map((choice) => choice.value) : chosen[0]?.value),
  });
  return {
    element: box.element,
    read: () => ({ type: element.type, [key]: multi ? box.get().map((choice) => choice.raw) : box.get()[0]?.raw ?? null }),
    restore: (state) => box.set((multi ? state?.[key] ?? [] : state?.[key] ? [state[key]] : []).map(known)),
    focus: () => box.button.focus(),
    missing: () => box.get().length === 0,
  };
}

const tickKind = (type) => (element, where) => {
  const group = `ticks-${++serial}`;
  const one = type === "radio";
  const key = one ? "selected_option" : "selected_options";
  const first = one ? [element.initial_option].filter(Boolean) : element.initial_options ?? [];
  const boxes = (element.options ?? []).map((option) => {
    const input = h("input", { type, name: group, value: option.value, on: { change: () => where.onChange?.(values()) } });
    input.checked = first.some((other) => other.value === option.value);
    return { option, input };
  });
  const ticked = () => boxes.filter(({ input }) => input.checked).map(({ option }) => option);
  const values = () => (one ? ticked()[0]?.value ?? null : ticked().map((option) => option.value));
  return {
    element: h("div", { class: "ticks", role: one ? "radiogroup" : "group", "aria-label": where.name,
      "aria-describedby": where.describedBy, data: { actionId: element.action_id, blockId: where.blockId } },
    boxes.map(({ option, input }) => h("label", { class: "tick" }, input, h("span", {}, textNodes(option.text),
      option.description ? h("span", { class: "hint" }, textNodes(option.description)) : null)))),
    read: () => ({ type: element.type, [key]: one ? ticked()[0] ?? null : ticked() }),
    restore: (state) => {
      const kept = one ? [state?.[key]].filter(Boolean) : state?.[key] ?? [];
      for (const { option, input } of boxes) input.checked = kept.some((other) => other.value === option.value);
    },
    focus: () => boxes[0]?.input.focus(),
    missing: () => ticked().length === 0,
  };
};

/** A plain box for rich text: what is typed becomes one unstyled section. */
function richTextKind(element, where) {
  const plain = textKind("text")({ ...element, multiline: true, initial_value: "" }, where);
  return {
    ...plain,
    read: () => ({ type: element.type, rich_text_value: plain.missing() ? null : { type: "rich_text",
      elements: [{ type: "rich_text_section", elements: [{ type: "text", text: plain.element.value }] }] } }),
    restore: (state) => {
      plain.element.value = state?.rich_text_value?.elements?.[0]?.elements?.map((run) => run.text ?? "").join("") ?? "";
    },
  };
}

const KINDS = {
  plain_text_input: textKind("text"),
  email_text_input: textKind("email"),
  url_text_input: textKind("url"),
  number_input: textKind("number"),
  rich_text_input: richTextKind,
  datepicker: dateKind("date", "selected_date"),
  timepicker: dateKind("time", "selected_time"),
  datetimepicker: dateKind("datetime-local", "selected_date_time"),
  checkboxes: tickKind("checkbox"),
  radio_buttons: tickKind("radio"),
};
for (const what of ["static", "external", "users", "channels", "conversations"]) {
  KINDS[`${what}_select`] = selectKind;
  KINDS[`multi_${what}_select`] = selectKind;
}
