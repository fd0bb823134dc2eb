/** Menus of messages and forms: what they offer, and a picker that keeps within what may be chosen. */
import { picker } from "../picker.js";
import { store } from "./store.js";

const person = (each) => ({ value: each.id, label: each.display, description: each.roles?.map((role) => role.name).join(", ") || undefined });
const people = () => store.people.filter((each) => each.inside !== false).map(person);
/** Everybody's own role is the guild itself: Discord's menus leave it out. */
const roles = () => store.roles.filter((each) => each.id !== store.guild.id).map((each) => ({ value: each.id, label: `@${each.name}` }));
const channels = (types) => store.channels.filter((each) => each.type !== 1 && (!types?.length || types.includes(each.type)))
  .map((each) => ({ value: each.id, label: `#${each.name}` }));

/** By component type: groups of what can be chosen. */
const OFFERS = {
  3: (data) => [{ options: data.options.map((each) => ({ value: each.value, label: [each.emoji?.name, each.label].filter(Boolean).join(" "), description: each.description })) }],
  5: () => [{ options: people() }],
  6: () => [{ options: roles() }],
  7: () => [{ label: "Roles", options: roles() }, { label: "Members", options: people() }],
  8: (data) => [{ options: channels(data.channel_types) }],
};

export const isMenu = (data) => data.type in OFFERS;

/** What stands chosen before anybody chose. */
function preset(data) {
  const wanted = new Set([...(data.default_values ?? []).map((each) => each.id), ...(data.options ?? []).filter((each) => each.default).map((each) => each.value)]);
  return OFFERS[data.type](data).flatMap((group) => group.options).filter((choice) => wanted.has(choice.value));
}

const valuesOf = (chosen) => chosen.map((choice) => choice.value);
const same = (one, other) => one.length === other.length && one.every((value) => other.includes(value));

/** "Choose 2", "Choose 1 to 3", or nothing when the number fits. */
export function countFault(data, count, { required = true } = {}) {
  const low = required || count ? data.min_values ?? 1 : 0;
  const high = data.max_values ?? Math.max(low, data.type === 22 ? data.options.length : 1);
  if (count >= low && count <= high) return "";
  return low === high ? `Choose ${low}.` : `Choose ${low} to ${high}.`;
}

/** @param {any} data a menu component @param {{name?: string, optional?: boolean, onClose?: (values: string[], made: any) => void}} [more] */
export function menuOf(data, { name, optional = false, onClose } = {}) {
  const made = picker({
    name: name ?? data.placeholder ?? "Choose",
    placeholder: data.placeholder ?? "Choose…",
    multi: (data.max_values ?? 1) > 1,
    max: data.max_values ?? 1,
    clearable: (data.min_values ?? 1) === 0 || optional,
    selected: preset(data),
    load: () => OFFERS[data.type](data),
    onClose: (chosen) => onClose?.(valuesOf(chosen), made),
  });
  made.button.dataset.customId = data.custom_id;
  made.button.disabled = data.disabled === true;
  return { ...made, read: () => valuesOf(made.get()) };
}

/**
 * A menu in a message: sends what was chosen when it closes, as Discord does, and only if it is something else.
 * @param {{select: (id: string, values: string[], node: HTMLElement) => Promise<boolean>, refuse: (text: string) => void}} act
 */
export function messageMenu(data, act) {
  let sent = valuesOf(preset(data));
  const made = menuOf(data, { async onClose(values, { button }) {
    if (same(values, sent)) return;
    const fault = countFault(data, values.length);
    if (fault) {
      act.refuse(fault);
      return;
    }
    const before = sent;
    sent = values;
    if (!await act.select(data.custom_id, values, button)) sent = before; // the same choice may be tried again
  } });
  return made.element;
}
