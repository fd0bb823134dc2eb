/** What the page knows: who we act as, the channels, and the messages it has read. Views listen for changes. */
import { api } from "./api.js";
import { setClock } from "./clock.js";
import { names } from "./names.js";

const listeners = new Map();
const FIRST_READ = 120;
const MOST_READ = 1000;

export const store = {
  me: "",
  app: { id: "", name: "Goodword" },
  workspace: "Goodword playground",
  people: [],
  channels: [],
  shortcuts: [],
  commands: [],
  connected: false,
  /** which other chats are on this page */
  beside: [],
  /** the number of the last event that the state we read already tells of */
  lastEvent: 0,
  /** how many of our own acts are under way */
  acting: 0,
  /** whether this page hears the playground at all */
  pageOnline: true,
  /** channel id → Map(ts → message), in the order of ts */
  timelines: new Map(),
  /** channel id → {limit, more}: how far back a timeline was read, and whether there is more */
  reach: new Map(),
  /** `${channel}:${ts}` → text of a warning on that message */
  warnings: new Map(),
  dismissed: new Set(),

  on(topic, listener) {
    if (!listeners.has(topic)) listeners.set(topic, new Set());
    listeners.get(topic).add(listener);
  },
  emit(topic, detail) {
    for (const listener of listeners.get(topic) ?? []) listener(detail);
  },

  channel: (id) => store.channels.find((channel) => channel.id === id),
  channelCalled: (word) => store.channels.find((channel) => channel.id === word || channel.name === word),
  person: (id) => store.people.find((person) => person.id === id),
  timeline: (id) => store.timelines.get(id),
};

/** Read the whole state again, as `user`; forgets nothing that is still true. */
export async function loadState(user) {
  const state = await stateFor(user);
  store.lastEvent = state.last_event_id ?? 0;
  const everybody = state.people ?? [];
  store.people = everybody.filter((person) => !person.is_bot);
  store.me = store.people.some((person) => person.id === user) ? user : state.user ?? store.people[0]?.id ?? "";
  const bot = everybody.find((person) => person.is_bot) ?? state.bot ?? {};
  store.app = { id: bot.id ?? state.bot?.user_id ?? "", name: bot.real_name ?? bot.name ?? "Goodword" };
  store.workspace = state.team?.name ?? state.workspace?.name ?? state.workspace ?? store.workspace;
  const channels = Array.isArray(state.channels) ? state.channels : state.channels?.slack ?? [];
  const unread = new Map(store.channels.map((channel) => [channel.id, channel.unread]));
  store.channels = channels.map((channel) => ({ ...channel, isDm: channel.is_im === true || channel.id.startsWith("D"),
    unread: channel.unread ?? channel.unread_count ?? unread.get(channel.id) ?? 0 }));
  setClock(state.clock);
  store.beside = state.beside ?? [];
  store.shortcuts = state.shortcuts ?? [];
  store.commands = (state.commands ?? []).map((command) => typeof command === "string" ? { command } : command);
  names.learn({ people: everybody, channels: store.channels.filter((channel) => !channel.isDm), usergroups: state.usergroups ?? state.groups });
  setConnected(state.bot?.connected ?? state.connection?.connected ?? state.connected ?? (state.connections ?? 0) > 0);
  store.emit("state");
}

export function setConnected(connected) {
  store.connected = connected === true;
  store.emit("connection");
}

/** Read a channel's messages, ours-only ones included. Rows that did not change keep their identity. */
export async function loadTimeline(channel) {
  const me = store.me;
  const limit = store.reach.get(channel)?.limit ?? FIRST_READ;
  const { answer, news } = await listening(channel, () => api.messages(channel, me, { limit }));
  if (me !== store.me) return;
  store.reach.set(channel, { limit, more: answer.has_more === true });
  const old = store.timelines.get(channel) ?? new Map();
  const next = new Map();
  for (const message of [...(answer.messages ?? [])].sort(byTs)) {
    if (isHiddenReply(message) || store.dismissed.has(message.ts)) continue;
    const before = old.get(message.ts);
    next.set(message.ts, before && same(before, message) ? before : message);
  }
  for (const [ts, { message, arrived }] of news) {
    if (!message) next.delete(ts);
    else if (arrived || next.has(ts)) next.set(ts, message);
  }
  store.timelines.set(channel, news.size ? inOrder(next) : next);
  store.emit("timeline", channel);
}

/** channel id → for each reading of it under way, what the live stream told meanwhile: ts → {message, arrived} */
const readings = new Map();

/** Read, and hear what happens meanwhile: the answer may be from before it. */
async function listening(channel, read) {
  const news = new Map();
  if (!readings.has(channel)) readings.set(channel, new Set());
  readings.get(channel).add(news);
  try {
    return { answer: await read(), news };
  } finally {
    readings.get(channel).delete(news);
  }
}

function tellReadings(channel, ts, message, arrived) {
  for (const news of readings.get(channel) ?? []) {
    news.set(ts, { message, arrived: arrived || news.get(ts)?.arrived === true });
  }
}

/** Read further back; false when nothing more can be had. */
export async function loadEarlier(channel) {
  const reach = store.reach.get(channel);
  if (!reach?.more || reach.limit >= MOST_READ) return false;
  store.reach.set(channel, { ...reach, limit: MOST_READ });
  await loadTimeline(channel);
  return true;
}

/** Tell the server that the person has seen the channel, so that a reload counts right. */
export function markRead(channel) {
  clearTimeout(reading);
  const me = store.me;
  reading = setTimeout(() => api.messages(channel, me, { limit: 1 }).catch(() => {
    // Only a count after the next reload depends on it, and the sidebar already says that nobody answers.
  }), 800);
}

let reading = 0;

/** A remembered member may be gone after a restart: then begin as whoever the server offers. */
async function stateFor(user) {
  try {
    return await api.state(user || undefined);
  } catch (error) {
    if (error.code !== "user_not_found") throw error;
    return api.state();
  }
}

const byTs = (one, other) => Number.parseFloat(one.ts) - Number.parseFloat(other.ts) || one.ts.localeCompare(other.ts);
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** Replies live in their thread, unless they were also sent to the channel. */
export const isHiddenReply = (message) =>
  Boolean(message.thread_ts && message.thread_ts !== message.ts && message.subtype !== "thread_broadcast");

/** A message says something else now. One that stands further back than was read is left alone. */
export function changeMessage(channel, message) {
  const timeline = store.timeline(channel);
  if (timeline?.has(message.ts)) putMessage(channel, message);
  else if (!isHiddenReply(message)) tellReadings(channel, message.ts, message, false);
}

/** Put a new or changed message in its place; true when it was not known before. */
export function putMessage(channel, message) {
  if (isHiddenReply(message)) return false;
  tellReadings(channel, message.ts, message, true);
  const timeline = store.timelines.get(channel);
  if (!timeline) return false;
  const fresh = !timeline.has(message.ts);
  const last = [...timeline.keys()].at(-1);
  timeline.set(message.ts, message);
  if (fresh && last && Number.parseFloat(last) > Number.parseFloat(message.ts)) {
    store.timelines.set(channel, inOrder(timeline));
  }
  store.emit("timeline", channel);
  return fresh;
}

const inOrder = (timeline) => new Map([...timeline].sort(([one], [other]) => byTs({ ts: one }, { ts: other })));

export function dropMessage(channel, ts) {
  tellReadings(channel, ts, null, false);
  if (store.timelines.get(channel)?.delete(ts)) store.emit("timeline", channel);
}

/** A warning triangle on a message; an empty text takes it away. */
export function warn(channel, ts, text) {
  const key = `${channel}:${ts}`;
  if (text) store.warnings.set(key, text);
  else store.warnings.delete(key);
  store.emit("timeline", channel);
  store.emit("thread");
}

export function countUnread(channel, change) {
  const entry = store.channel(channel);
  if (!entry) return;
  entry.unread = change === 0 ? 0 : entry.unread + change;
  store.emit("unread");
}
