/** The list of messages of a channel: day lines, in-place changes, kept scroll position, a pill for what is new. */
import { h } from "./dom.js";
import { isOpenIn, whenClosed } from "./menu.js";
import { rove, walked } from "./rows.js";
import { drawMessage, drawWarning, isEphemeral } from "./message.js";
import { loadEarlier, store } from "./store.js";
import { day, fromTs } from "./times.js";
import { toast } from "./toasts.js";

const PAGE = 60;
const MOST_SHOWN = 1000;
const RUN_SECONDS = 300;

/** Keeps `list` (inside `scroller`) equal to the open channel's messages. */
export class Timeline {
  constructor({ scroller, list, pill, openThread }) {
    Object.assign(this, { scroller, list, pill, openThread });
    this.rows = new Map();
    this.channel = "";
    this.limit = PAGE;
    this.earlier = h("button", { type: "button", class: "button earlier", on: { click: () => this.showEarlier() } }, "Show earlier messages");
    scroller.addEventListener("scroll", () => this.atEnd() && this.hidePill(), { passive: true });
    walked(list);
    whenClosed(list, () => this.draw());
    pill.addEventListener("click", () => { this.toEnd(); this.hidePill(); });
    // Pictures and fonts may still change heights: whoever was at the end stays there.
    // So does one whose room changes, for the pill or a notice.
    const heights = new ResizeObserver(() => { if (this.pinned) this.toEnd(); });
    for (const each of [list, scroller]) heights.observe(each);
    scroller.addEventListener("scroll", () => { this.pinned = this.atEnd(); }, { passive: true });
    this.pinned = true;
  }

  open(channel) {
    this.channel = channel;
    this.limit = PAGE;
    this.rows.clear();
    this.list.replaceChildren();
    this.hidePill();
    this.draw();
    this.toEnd();
  }

  atEnd() {
    return this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < 48;
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.pinned = true;
  }

  hidePill() {
    this.pill.hidden = true;
  }

  /** After a draw that added messages of others: stay at the end, or say that there is something new. */
  arrived() {
    if (this.pinned) this.toEnd();
    else this.pill.hidden = false;
  }

  async showEarlier() {
    this.limit += PAGE;
    if (this.limit > (store.timeline(this.channel)?.size ?? 0)) await loadEarlier(this.channel).catch((error) => toast(error.message));
    const before = this.scroller.scrollHeight - this.scroller.scrollTop;
    this.draw();
    this.scroller.scrollTop = this.scroller.scrollHeight - before;
  }

  draw() {
    const every = [...(store.timeline(this.channel)?.values() ?? [])];
    const messages = every.slice(-this.limit);
    const more = every.length > messages.length || store.reach.get(this.channel)?.more && every.length < MOST_SHOWN;
    const wanted = more ? [this.earlier] : [];
    const keys = new Set();
    let previous = null;
    for (const message of messages) {
      const today = day(fromTs(message.ts));
      if (!previous || day(fromTs(previous.ts)).key !== today.key) {
        wanted.push(this.keyed(keys, `day:${today.key}`, () => h("div", { class: "day", role: "separator" }), (node) => {
          if (node.textContent !== today.heading) node.replaceChildren(h("span", {}, today.heading));
        }));
        previous = null;
      }
      wanted.push(this.row(keys, message, follows(previous, message)));
      previous = message;
    }
    if (messages.length === 0 && store.timeline(this.channel)) wanted.push(this.keyed(keys, "empty", () => emptyNote(this.channel), () => {}));
    for (const key of [...this.rows.keys()]) if (!keys.has(key)) this.rows.delete(key);
    reconcile(this.list, wanted);
    rove(this.list);
  }

  keyed(keys, key, make, refresh) {
    keys.add(key);
    if (!this.rows.has(key)) this.rows.set(key, { node: make() });
    refresh(this.rows.get(key).node);
    return this.rows.get(key).node;
  }

  /** A row is drawn again only when its message or its place in a run changed, and not under an open menu; a warning only adds a line. */
  row(keys, message, run) {
    keys.add(message.ts);
    const warning = store.warnings.get(`${this.channel}:${message.ts}`);
    let entry = this.rows.get(message.ts);
    if (!entry) {
      entry = { node: h("article", { tabindex: "-1", data: { ts: message.ts, testid: "message" } }) };
      this.rows.set(message.ts, entry);
    }
    if (entry.warning !== warning && entry.message === message) drawWarning(entry.node, this.channel, message);
    entry.warning = warning;
    if ((entry.message !== message || entry.run !== run) && !isOpenIn(entry.node)) {
      Object.assign(entry, { message, run });
      keepingFocus(entry.node, () => drawMessage(entry.node, this.channel, message, { openThread: this.openThread, follows: run }));
    }
    return entry.node;
  }
}

/** Plain lines by the same person within some minutes share one head. */
function follows(previous, message) {
  if (!previous || message.blocks?.some((block) => block.type !== "rich_text") || previous.bot_id || message.bot_id) return false;
  if (isEphemeral(message) || isEphemeral(previous) || previous.user !== message.user) return false;
  return Number.parseFloat(message.ts) - Number.parseFloat(previous.ts) < RUN_SECONDS;
}

/** What the channel is for, so that an empty one does not look broken. */
function emptyNote(id) {
  const channel = store.channel(id);
  const topic = channel?.topic?.value ?? channel?.topic;
  return h("div", { class: "empty" }, h("p", {}, "Nothing here yet."), topic ? h("p", {}, topic) : null,
    h("p", { class: "hint" }, "Messages appear by themselves as they arrive."));
}

/**
 * Redraw a node; if the focus was on one of its elements, put it back on the same one. Where that is gone, the focus
 * goes to `fallback` and not to some other button: a second press of Enter must not do what nobody chose.
 */
export function keepingFocus(node, draw, fallback = () => node) {
  const inside = node !== document.activeElement && node.contains(document.activeElement) ? document.activeElement : null;
  const action = inside?.dataset.actionId;
  const block = inside?.dataset.blockId;
  const hook = inside?.dataset.testid;
  draw();
  if (!inside) return;
  const buttons = [...node.querySelectorAll("[data-action-id]")];
  const again = action ? buttons.find((each) => each.dataset.actionId === action && each.dataset.blockId === block)
    ?? buttons.find((each) => each.dataset.actionId === action)
    : hook && node.querySelector(`[data-testid="${CSS.escape(hook)}"]`);
  (again || fallback()).focus({ preventScroll: true });
}

/** Make `parent`'s children equal `wanted`, touching only what differs. */
export function reconcile(parent, wanted) {
  const keep = new Set(wanted);
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
  wanted.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
}
