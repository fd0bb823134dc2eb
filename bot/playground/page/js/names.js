/** Who is who: ids to names, for mentions, pickers and authors. Filled from the state call. */

const people = new Map();
const channels = new Map();
const groups = new Map();

export const names = {
  learn(state) {
    for (const person of state.people ?? []) people.set(person.id, person);
    for (const channel of state.channels ?? []) channels.set(channel.id, channel);
    for (const group of state.usergroups ?? []) groups.set(group.id, group);
  },
  person: (id) => display(people.get(id)),
  channel: (id) => channels.get(id)?.name,
  group: (id) => groups.get(id)?.handle ?? groups.get(id)?.name,
  personRecord: (id) => people.get(id),
  people: () => [...people.values()],
  channels: () => [...channels.values()],
};

/** The name a person goes by in chat. */
export function display(person) {
  if (!person) return undefined;
  return person.display_name || person.real_name || person.profile?.display_name || person.name || person.id;
}

/** Up to two letters for an avatar. */
export function initials(name) {
  const words = String(name ?? "?").trim().split(/\s+/);
  return words.slice(0, 2).map((word) => [...word][0] ?? "").join("").toUpperCase() || "?";
}

/** One of eight quiet avatar tints, always the same for one id. */
export function tint(id) {
  let sum = 0;
  for (const letter of String(id)) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  return `tint-${sum % 8}`;
}
