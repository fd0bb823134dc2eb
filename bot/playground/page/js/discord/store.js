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
  /** whether the page hears the playground */
  pageOnline: true,
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

/** Our conversation with the bot, once it has begun. */
export const ownDm = () => store.channels.find((channel) => channel.type === 1);

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

/** Readings under way: what happens meanwhile is newer than what they bring. */
const readings = new Set();
let turn = 0;
const applied = new Map();

const happened = (channel, id, message) => { for (const reading of readings) if (reading.channel === channel) reading.news.set(id, message); };

/** Read a channel's messages, ours-only ones included. Rows that did not change keep their identity. */
export async function loadTimeline(channel) {
  const { me } = store;
  const reading = { channel, news: new Map(), turn: ++turn };
  readings.add(reading);
  let answer;
  try {
    answer = await api.messages(channel, me);
  } finally {
    readings.delete(reading);
  }
  if (me !== store.me || reading.turn < (applied.get(channel) ?? 0)) return;
  applied.set(channel, reading.turn);
  const old = store.timelines.get(channel) ?? new Map();
  const found = new Map(answer.messages.map((message) => [message.id, message]));
  for (const [id, message] of reading.news) {
    if (message) found.set(id, message);
    else found.delete(id);
  }
  const next = new Map();
  for (const message of [...found.values()].sort(byId)) {
    if (store.dismissed.has(message.id)) continue;
    const before = old.get(message.id);
    next.set(message.id, before && JSON.stringify(before) === JSON.stringify(message) ? before : message);
  }
  store.timelines.set(channel, next);
  store.emit("timeline", channel);
}

/** A new message, or a changed one. @returns {boolean} whether it is new to us */
export function putMessage(channel, message) {
  happened(channel, message.id, message);
  const timeline = store.timelines.get(channel);
  if (!timeline) return true;
  if (store.dismissed.has(message.id)) return false;
  const fresh = !timeline.has(message.id);
  timeline.set(message.id, message);
  if (fresh) store.timelines.set(channel, new Map([...timeline].sort(([, one], [, other]) => byId(one, other))));
  store.emit("timeline", channel);
  return fresh;
}

export function dropMessage(channel, id) {
  happened(channel, id, null);
  if (store.timelines.get(channel)?.delete(id)) store.emit("timeline", channel);
}

export function warn(channel, id, text) {
  if (text) store.warnings.set(id, text);
  else store.warnings.delete(id);
  store.emit("timeline", channel);
}

export function countUnread(channel, count) {
  store.unread.set(channel, count === 0 ? 0 : (store.unread.get(channel) ?? 0) + count);
  if (count === 0) markSeen(channel);
  store.emit("unread");
}

export const unreadInAll = () => [...store.unread].filter(([id]) => store.channel(id)).reduce((sum, [, count]) => sum + count, 0);

const SEEN = "goodword.discord.seen";
const seen = new Map(JSON.parse(sessionStorage.getItem(SEEN) ?? "[]"));

/** How far a person has read a channel. */
function markSeen(channel) {
  const last = [...(store.timelines.get(channel)?.keys() ?? [])].at(-1);
  if (!last) return;
  seen.set(`${store.me} ${channel}`, last);
  sessionStorage.setItem(SEEN, JSON.stringify([...seen]));
}

/** Letters that the bot wrote to this person while we acted as somebody else. */
export async function countLetters() {
  const dm = ownDm();
  if (!dm) return;
  const { me } = store;
  const { messages } = await api.messages(dm.id, me);
  const from = BigInt(seen.get(`${me} ${dm.id}`) ?? 0);
  if (me !== store.me) return;
  store.unread.set(dm.id, messages.filter((message) => message.author.id !== me && BigInt(message.id) > from).length);
  store.emit("unread");
}
