/** What an event of the live stream changes on the page. */
import { notAcked } from "./api.js";
import { setClock } from "./clock.js";
import { author } from "./message.js";
import { plainText } from "./mrkdwn.js";
import { changeMessage, countUnread, dropMessage, isHiddenReply, markRead, putMessage, setConnected, store, warn } from "./store.js";
import { announce, toast } from "./toasts.js";

/**
 * @param {string} type @param {any} data
 * @param {{id: number, thread: any, modals: any, conversation: () => string, reading: () => boolean,
 *   catchUp: () => void}} page
 */
export function receive(type, data, page) {
  if (data.user && data.user !== store.me && PERSONAL.has(type)) return;
  HANDLERS[type]?.(data, page);
}

const PERSONAL = new Set(["ephemeral", "message_deleted", "view", "view_closed", "home", "warning"]);

/** Warnings whose cause, when we did it ourselves, is already shown where we clicked. */
const UNANSWERED = /did not respond|not connected/;

const HANDLERS = {
  message: arrived,
  ephemeral: (data, page) => arrived({ ...data, message: { ...data.message, is_ephemeral: true } }, page),
  message_changed(data, page) {
    const { channel, message } = data;
    if (!message) return;
    changeMessage(channel, message);
    if (page.thread.isOpen(channel, message)) page.thread.load();
  },
  message_deleted(data, page) {
    dropMessage(data.channel, data.ts);
    page.thread.load();
  },
  view: () => store.emit("views"),
  view_closed: () => store.emit("views"),
  home: () => store.emit("views"),
  connection: (data) => setConnected(data.connected ?? (data.connections ?? data.count ?? 0) > 0),
  warning(data, page) {
    const unanswered = UNANSWERED.test(data.text);
    if (unanswered && store.acting > 0) return;
    const text = unanswered ? notAcked() : data.text;
    if (data.channel && data.ts) warn(data.channel, data.ts, text);
    else if (!(data.view_id && page.modals.warnOn(data.view_id, text))) toast(text);
  },
  clock: (data) => setClock(data),
  reset: (_data, page) => page.catchUp(),
};

function arrived(data, page) {
  const { channel, message } = data;
  if (!message) return;
  const mine = message.user === store.me && !message.is_ephemeral;
  if (page.thread.isOpen(channel, message)) page.thread.load();
  if (isHiddenReply(message)) {
    if (!message.is_ephemeral) countReply(channel, message);
    return;
  }
  const fresh = putMessage(channel, message);
  const open = page.reading() && channel === page.conversation();
  const unseen = page.id > store.lastEvent && (fresh || !store.timeline(channel)) && !message.is_ephemeral;
  if (!open && !mine && unseen && concernsMe(channel)) countUnread(channel, 1);
  if (!open || !fresh) return;
  markRead(channel);
  store.emit("arrived", { channel, mine });
  if (!mine) announce(`New message from ${author(message).name}: ${plainText(message.text)}`);
}

/** Somebody else's direct message with the app is not ours to count. */
const concernsMe = (channel) => store.channel(channel) !== undefined;

/** The reply count of the first message, in case no change event for it comes. */
function countReply(channel, reply) {
  const parent = store.timeline(channel)?.get(reply.thread_ts);
  if (!parent || parent.latest_reply && Number.parseFloat(parent.latest_reply) >= Number.parseFloat(reply.ts)) return;
  putMessage(channel, { ...parent, reply_count: (parent.reply_count ?? 0) + 1, latest_reply: reply.ts });
}
