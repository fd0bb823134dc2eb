/** The side pane: a thread, the help, or the faults drawer. One at a time. */
import { api } from "./api.js";
import { Composer } from "./composer.js";
import { fill, h } from "./dom.js";
import { drawMessage } from "./message.js";
import { store } from "./store.js";
import { keepingFocus, reconcile } from "./timeline.js";
import { toast } from "./toasts.js";

export class SidePane {
  /** @param {HTMLElement} root @param {string} after the id of what takes the focus when nothing else can */
  constructor(root, after = "composer") {
    this.root = root;
    this.after = after;
    this.app = root.closest(".app");
    this.title = root.querySelector(".side-title");
    this.body = root.querySelector(".side-body");
    this.onClose = null;
    root.querySelector(".side-head .icon-button").addEventListener("click", () => this.close());
    root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented || event.target.closest("[popover]")) return;
      if (event.target.matches("textarea") && event.target.value.trim()) return; // a reply half written is kept
      this.close();
    });
  }

  /** @param {string} kind @param {string} title @param {Node[]} content @param {() => void} [onClose] */
  open(kind, title, content, onClose) {
    this.onClose?.();
    this.opener = this.root.hidden ? document.activeElement : this.opener;
    this.kind = kind;
    this.onClose = onClose ?? null;
    this.title.textContent = title;
    fill(this.body, ...content);
    this.root.hidden = false;
    this.app.dataset.side = kind;
  }

  close() {
    if (this.root.hidden) return;
    this.root.hidden = true;
    delete this.app.dataset.side;
    this.onClose?.();
    this.onClose = null;
    this.kind = "";
    if (this.opener?.isConnected) this.opener.focus();
    else document.getElementById(this.after)?.focus();
  }
}

export class Thread {
  constructor(pane) {
    this.pane = pane;
    this.list = h("div", { class: "thread-list", data: { testid: "thread" } });
    this.rows = new Map();
    this.ts = "";
    store.on("thread", () => this.ts && this.draw());
    this.list.addEventListener("toggle", (event) => { if (event.newState === "closed" && this.ts) this.draw(); }, { capture: true });
  }

  async open(channel, ts) {
    Object.assign(this, { channel, ts, messages: [] });
    this.rows.clear();
    this.list.replaceChildren();
    const composer = new Composer({ id: "thread-composer", label: "Reply in thread", placeholder: "Reply…", commands: false,
      send: (text) => api.say({ user: store.me, channel, text, thread_ts: ts }) });
    const name = store.channel(channel)?.name;
    this.pane.open("thread", name ? `Thread in #${name}` : "Thread", [this.list, composer.element], () => { this.ts = ""; });
    this.ts = ts;
    await this.load();
    composer.focus();
  }

  isOpen(channel, message) {
    return Boolean(this.ts) && channel === this.channel && (message.ts === this.ts || message.thread_ts === this.ts);
  }

  async load() {
    if (!this.ts) return;
    const { channel, ts } = this;
    try {
      const answer = await api.messages(channel, store.me, { thread_ts: ts, limit: 1000 });
      if (ts !== this.ts) return;
      this.messages = [...(answer.messages ?? [])].sort((one, other) => one.ts.localeCompare(other.ts));
      this.draw();
    } catch (error) {
      toast(error.message);
    }
  }

  draw() {
    const atEnd = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 48;
    const nodes = this.messages.filter((message) => !store.dismissed.has(message.ts)).map((message) => this.row(message));
    if (nodes.length > 1) nodes.splice(1, 0, this.counter(nodes.length - 1));
    reconcile(this.list, nodes);
    if (atEnd) this.list.scrollTop = this.list.scrollHeight;
  }

  counter(count) {
    this.count ??= h("div", { class: "day" });
    this.count.replaceChildren(h("span", {}, `${count} ${count === 1 ? "reply" : "replies"}`));
    return this.count;
  }

  row(message) {
    const key = JSON.stringify([message, store.warnings.get(`${this.channel}:${message.ts}`)]);
    const entry = this.rows.get(message.ts) ?? { node: h("article", { tabindex: "-1", data: { threadTs: message.ts } }) };
    this.rows.set(message.ts, entry);
    if (entry.key !== key && !entry.node.querySelector(":popover-open")) {
      entry.key = key;
      keepingFocus(entry.node, () => drawMessage(entry.node, this.channel, message, { inThread: true }));
    }
    return entry.node;
  }
}
