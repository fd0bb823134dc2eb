/** What the Discord half knows: the guild, who we act as, and the messages it has read. Views listen for changes. */
import { api } from "./api.js";

const listeners = new Map();

export const store = {
  me: "",
  guild: { id: "", name: "Discord" },
  people: [],
  roles: [],
  channels: [],
  modals: [],
  bot: { id: "", connected: false },
  lastEvent: 0,
  /** channel id → Map(id → message), in the order of ids */
  timelines: new Map(),
  /** channel id → how many messages were not looked at */
  unread: new Map(),
  /** message id → a warning under it */
  warnings: new Map(),
  dismissed: new Set(),

  on(topic, listener) {
    if (!listeners.has(topic)) listeners.set(topic, new Set());
    listeners.get(topic).add(listener);
  },
  emit(topic, detail) {
    for (const listener of listeners.get(topic) ?? []) listener(detail);
  },

  person: (id) => store.people.find((person) => person.id === id),
  role: (id) => store.roles.find((role) => role.id === id),
  channel: (id) => store.channels.find((channel) => channel.id === id),
  channelCalled: (word) => store.channels.find((channel) => channel.id === word || channel.name === word),
  mine: () => store.person(store.me),
};

/** The highest role with a colour, as names are coloured by it. */
export const topRole = (person) => store.roles.find((role) => role.color && person?.roles?.some((own) => own.id === role.id));

export async function loadState(user) {
  const state = await stateFor(user);
  store.lastEvent = state.last_event_id ?? 0;
  store.guild = state.guild;
  store.people = state.people;
  store.roles = state.roles;
  store.channels = state.channels;
  store.modals = state.modals;
  store.bot = state.bot;
  const people = store.people.filter((person) => !person.is_bot);
  store.me = people.some((person) => person.id === user) ? user : state.user ?? people[0]?.id ?? "";
  store.emit("state");
}

/** A remembered member may be gone after a restart: then begin as the first there is. */
async function stateFor(user) {
  if (user) {
    try {
      return await api.state(user);
    } catch (error) {
      if (error.code === "unreachable") throw error;
    }
  }
  const everybody = await api.state();
  // Somebody who takes part: whoever runs things is at home in the other half.
  const people = everybody.people.filter((person) => !person.is_bot);
  const first = people.find((person) => person.title === "member" && !person.roles?.length) ?? people[0];
  return first ? api.state(first.id) : everybody;
}

const byId = (one, other) => (BigInt(one.id) < BigInt(other.id) ? -1 : 1);

/** Read a channel's messages, ours-only ones included. Rows that did not change keep their identity. */
export async function loadTimeline(channel) {
  const me = store.me;
  const answer = await api.messages(channel, me);
  if (me !== store.me) return;
  const old = store.timelines.get(channel) ?? new Map();
  const next = new Map();
  for (const message of [...answer.messages].sort(byId)) {
    if (store.dismissed.has(message.id)) continue;
    const before = old.get(message.id);
    next.set(message.id, before && JSON.stringify(before) === JSON.stringify(message) ? before : message);
  }
  store.timelines.set(channel, next);
  store.emit("timeline", channel);
}

export function putMessage(channel, message) {
  const timeline = store.timelines.get(channel);
  if (!timeline || store.dismissed.has(message.id)) return;
  const fresh = !timeline.has(message.id);
  timeline.set(message.id, message);
  if (fresh) store.timelines.set(channel, new Map([...timeline].sort(([, one], [, other]) => byId(one, other))));
  store.emit("timeline", channel);
}

export function dropMessage(channel, id) {
  if (store.timelines.get(channel)?.delete(id)) store.emit("timeline", channel);
}

export function warn(channel, id, text) {
  if (text) store.warnings.set(id, text);
  else store.warnings.delete(id);
  store.emit("timeline", channel);
}

export function countUnread(channel, count) {
  store.unread.set(channel, count === 0 ? 0 : (store.unread.get(channel) ?? 0) + count);
  store.emit("unread");
}
