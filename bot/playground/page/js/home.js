/** The app's own place: Home (what it publishes for each person), Messages (the direct message) and About. */
import { viewContext } from "./acting.js";
import { api } from "./api.js";
import { renderBlocks } from "./blocks.js";
import { fill, h, icon } from "./dom.js";
import { store } from "./store.js";
import { keepingFocus } from "./timeline.js";
import { toast } from "./toasts.js";

export class Home {
  constructor(panel) {
    this.panel = panel;
    this.alert = h("div", { class: "warning", role: "alert", hidden: true });
    this.body = h("div", { class: "home-body", data: { testid: "app-home" } });
    panel.append(this.alert, this.body);
    this.drawn = "";
  }

  /** Tell the app that the person looks at its home, as a click on the app does; then show what it published. */
  async open() {
    this.drawn = "";
    fill(this.body, h("p", { class: "hint home-wait" }, "Opening…"));
    try {
      await api.openHome(store.me);
    } catch (error) {
      toast(error.message);
    }
    store.emit("views");
  }

  /** @param {any} view the published home, or null */
  show(view) {
    const key = view ? `${store.me}:${view.id}:${view.hash}` : `${store.me}:none`;
    if (key === this.drawn) return;
    this.drawn = key;
    const ctx = view && viewContext({ ...view, type: "home" }, { warn: (text) => this.warn(text), after: () => store.emit("views") });
    const scroller = this.panel;
    const before = scroller.scrollTop;
    keepingFocus(this.body, () => fill(this.body, view ? h("div", { class: "home-blocks" }, renderBlocks(view.blocks, ctx)) : nothingYet()),
      () => this.panel);
    scroller.scrollTop = before;
  }

  warn(text) {
    this.alert.hidden = !text;
    fill(this.alert, text ? [icon("warn", "icon small"), h("span", {}, text)] : []);
  }
}

const nothingYet = () => h("div", { class: "empty" }, h("p", {}, "The app has not published its home for this member yet."),
  h("p", { class: "hint" }, store.connected ? "It usually takes a moment." : "It is not connected at the moment."));

/** What the app is and may do, as Slack's About tab. */
export function about() {
  return h("div", { class: "about" },
    h("span", { class: "avatar large app-avatar", "aria-hidden": "true" }, icon("spark")),
    h("h2", {}, store.app.name),
    h("p", {}, "Finds what people say about a brand, checks it, and lets your team decide in one click."),
    h("dl", {}, h("dt", {}, "Slash commands"), h("dd", {}, store.commands.map((each) => each.command).join(", ") || "none"),
      h("dt", {}, "Shortcuts"), h("dd", {}, store.shortcuts.map((each) => each.name).join(", ") || "none"),
      h("dt", {}, "Connection"), h("dd", {}, store.connected ? "connected" : "reconnecting")));
}
