/** Left side: workspace, who we act as, channels with unread counts, the app, and its connection. */
import { fill, h, icon } from "./dom.js";
import { avatar } from "./message.js";
import { display } from "./names.js";
import { store } from "./store.js";

export class Sidebar {
  /** @param {{openChannel: (id: string) => void, openHome: () => void, actAs: (id: string) => void}} doing */
  constructor(root, doing) {
    Object.assign(this, { root, doing });
    this.current = "";
    this.list = root.querySelector("#places");
    this.select = root.querySelector("#act-as");
    this.select.addEventListener("change", () => doing.actAs(this.select.value));
    this.list.addEventListener("keydown", (event) => this.moveFocus(event));
    store.on("state", () => this.draw());
    store.on("unread", () => this.drawPlaces());
    store.on("connection", () => this.drawConnection());
  }

  draw() {
    this.root.querySelector("#workspace-name").textContent = store.workspace;
    const roles = [...new Set(store.people.map((person) => person.role || "member"))];
    fill(this.select, roles.map((role) => h("optgroup", { label: role[0].toUpperCase() + role.slice(1) },
      store.people.filter((person) => (person.role || "member") === role)
        .map((person) => h("option", { value: person.id }, display(person))))));
    this.select.value = store.me;
    this.root.querySelector("#my-role").textContent = store.person(store.me)?.role ?? "";
    fill(this.root.querySelector("#me-avatar"), avatar({ id: store.me, name: display(store.person(store.me)) }));
    this.drawPlaces();
    this.drawConnection();
  }

  setCurrent(id) {
    this.current = id;
    this.drawPlaces();
  }

  drawPlaces() {
    const focused = this.list.contains(document.activeElement) ? document.activeElement.dataset.place : null;
    fill(this.list,
      h("h2", { class: "side-heading", id: "channels-heading" }, "Channels"),
      h("div", { role: "group", "aria-labelledby": "channels-heading" },
        store.channels.filter((channel) => !channel.isDm).map((channel) => this.place(channel.id, channel.name, "hash", channel.unread, channel.name))),
      h("h2", { class: "side-heading", id: "apps-heading" }, "Apps"),
      h("div", { role: "group", "aria-labelledby": "apps-heading" },
        this.place("home", store.app.name, "spark", this.dmUnread(), "app-home")));
    if (focused) this.list.querySelector(`[data-place="${CSS.escape(focused)}"]`)?.focus();
  }

  dmUnread() {
    return store.channels.filter((channel) => channel.isDm).reduce((sum, channel) => sum + channel.unread, 0);
  }

  place(id, name, picture, unread, hook) {
    const chosen = id === this.current;
    return h("button", { type: "button", class: ["place", chosen && "current", unread > 0 && "unread"], "aria-current": chosen ? "page" : null,
      tabindex: chosen ? "0" : "-1", data: { place: id, channel: id === "home" ? null : hook, testid: id === "home" ? hook : null },
      on: { click: () => (id === "home" ? this.doing.openHome() : this.doing.openChannel(id)) } },
    icon(picture, "icon small"), h("span", { class: "place-name" }, name),
    unread > 0 ? h("span", { class: "count" }, unread > 99 ? "99+" : String(unread), h("span", { class: "sr" }, " unread")) : null);
  }

  /** One tab stop for the whole list; arrows move inside it. */
  moveFocus(event) {
    const places = [...this.list.querySelectorAll(".place")];
    const at = places.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: places.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    const next = places[(to + places.length) % places.length];
    for (const place of places) place.tabIndex = place === next ? 0 : -1;
    next.focus();
  }

  drawConnection() {
    const node = this.root.querySelector("#connection");
    const words = !store.pageOnline ? "Playground unreachable" : store.connected ? "Bot connected" : "Bot reconnecting…";
    node.dataset.state = !store.pageOnline ? "offline" : store.connected ? "connected" : "reconnecting";
    const text = node.querySelector(".connection-words");
    if (text.textContent !== words) text.textContent = words;
  }
}
