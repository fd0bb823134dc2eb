/** The messages of the open channel: day lines, runs by one person, kept scroll position, a pill for what is new. */
import { h } from "../dom.js";
import { reconcile } from "../timeline.js";
import { day } from "../times.js";
import { isOpenIn, whenClosed } from "../menu.js";
import { rove, walked } from "../rows.js";
import { drawMessage, drawWarning } from "./message.js";
import { store } from "./store.js";

const RUN = 7 * 60_000;
const NEAR = 48;

export class Timeline {
  /** @param {{scroller: HTMLElement, list: HTMLElement, pill: HTMLElement, hooks: any}} parts */
  constructor({ scroller, list, pill, hooks }) {
    Object.assign(this, { scroller, list, pill, hooks });
    this.rows = new Map();
    this.channel = "";
    this.pinned = true;
    const heights = new ResizeObserver(() => { if (this.pinned) this.toEnd(); });
    for (const each of [list, scroller]) heights.observe(each);
    scroller.addEventListener("scroll", () => {
      this.pinned = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;
      if (this.pinned) pill.hidden = true;
    }, { passive: true });
    walked(list);
    // A message that changes while somebody chooses from its menu waits until the menu is closed.
    whenClosed(list, () => this.draw());
    pill.addEventListener("click", () => this.toEnd());
  }

  open(channel) {
    this.channel = channel;
    this.rows.clear();
    this.list.replaceChildren();
    this.draw();
    this.toEnd();
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.pinned = true;
    this.pill.hidden = true;
  }

  /** After somebody else's message: stay at the end, or say that there is something new. */
  arrived() {
    if (this.pinned) this.toEnd();
    else this.pill.hidden = false;
  }

  /** Names, roles or what the bot offers changed: every message is drawn anew. */
  refresh() {
    for (const row of this.rows.values()) row.message = null;
    this.draw();
  }

  draw() {
    const timeline = store.timelines.get(this.channel);
    const wanted = [];
    const keys = new Set();
    let before = null;
    for (const message of timeline?.values() ?? []) {
      const date = day(new Date(message.timestamp));
      if (!before || day(new Date(before.timestamp)).key !== date.key) {
        const line = this.keyed(keys, `day:${date.key}`, () => ({ node: h("div", { class: "day", role: "separator" }, h("span", {}, date.heading)) })).node;
        if (line.textContent !== date.heading) line.firstChild.textContent = date.heading;
        wanted.push(line);
        before = null;
      }
      wanted.push(this.row(keys, message, follows(before, message)));
      before = message;
    }
    if (timeline?.size === 0) wanted.push(this.keyed(keys, "empty", () => ({ node: emptyNote(this.channel) })).node);
    for (const key of [...this.rows.keys()]) if (!keys.has(key)) this.rows.delete(key);
    reconcile(this.list, wanted);
    rove(this.list);
    if (this.pinned) this.toEnd();
  }

  keyed(keys, key, make) {
    keys.add(key);
    if (!this.rows.has(key)) this.rows.set(key, make());
    return this.rows.get(key);
  }

  row(keys, message, run) {
    const entry = this.keyed(keys, message.id, () => ({ node: h("article", { tabindex: "-1", data: { messageId: message.id } }), message: null }));
    if (entry.message === message && entry.run === run) {
      drawWarning(entry.node, this.channel, message);
    } else if (!entry.message || !isOpenIn(entry.node)) {
      Object.assign(entry, { message, run });
      keepingFocus(entry.node, () => drawMessage(entry.node, this.channel, message, this.hooks, { follows: run }));
    }
    return entry.node;
  }

  goTo(id) {
    const node = this.rows.get(id)?.node;
    node?.scrollIntoView({ block: "center" });
    node?.focus();
  }
}

/** Plain messages by the same person within some minutes share one head. */
function follows(before, message) {
  if (!before || before.author.id !== message.author.id || before.author.bot || before.for_user || message.for_user) return false;
  return message.type === 0 && new Date(message.timestamp) - new Date(before.timestamp) < RUN;
}

/** Redraw; the focus goes back to the same control, or to the message when that is gone: never to another button. */
function keepingFocus(node, draw) {
  const inside = node !== document.activeElement && node.contains(document.activeElement) ? document.activeElement : null;
  const { customId, testid } = inside?.dataset ?? {};
  draw();
  if (!inside) return;
  const again = customId ? node.querySelector(`[data-custom-id="${CSS.escape(customId)}"]`) : testid && node.querySelector(`[data-testid="${CSS.escape(testid)}"]`);
  (again || node).focus({ preventScroll: true });
}

function emptyNote(id) {
  const channel = store.channel(id);
  return h("div", { class: "empty" }, h("p", {}, "Nothing here yet."), channel?.topic ? h("p", {}, channel.topic) : null,
    h("p", { class: "hint" }, "Write something, or type / to see what the bot offers."));
}
