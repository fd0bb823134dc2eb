/** Left side of the Discord half: the guild, who we act as, channels with unread counts, members with their roles. */
import { fill, h, icon } from "../dom.js";
import { openMenu } from "../menu.js";
import { roveEntries, walkedEntries } from "../rows.js";
import { tint } from "./components.js";
import { avatar } from "./message.js";
import { ownDm, store, topRole } from "./store.js";

const $ = (id) => document.getElementById(id);
const CONNECTION = { unreachable: ["offline", "Playground unreachable"], connected: ["connected", "Goodword is connected"], away: ["reconnecting", "Goodword is not connected"] };
const languages = new Intl.DisplayNames("en", { type: "language" });

/** A locale's name for people, as "German"; nothing for English. */
function language(locale) {
  if (!locale || locale.startsWith("en")) return "";
  try {
    return languages.of(locale.split("-")[0]);
  } catch {
    return locale;
  }
}

/** What tells a member from others, in the list of whom to act as. */
const nameInFull = (person) => [person.display, person.title !== "member" && person.title, language(person.locale), person.inside === false && "has left"].filter(Boolean).join(" · ");

export class Sidebar {
  /** @param {{openChannel: (id: string) => void, actAs: (id: string) => void, guildMenu: () => any[], memberMenu: (person: any) => any[]}} doing */
  constructor(doing) {
    this.doing = doing;
    this.current = "";
    this.list = $("discord-places");
    this.select = $("discord-act-as");
    this.select.addEventListener("change", () => doing.actAs(this.select.value));
    walkedEntries(this.list);
    $("discord-members").addEventListener("click", (event) => openMenu(event.currentTarget, doing.guildMenu(), { name: "Members" }));
    store.on("state", () => this.draw());
    store.on("unread", () => this.drawPlaces());
    store.on("connection", () => this.drawConnection());
  }

  draw() {
    const me = store.mine();
    $("discord-guild").textContent = store.guild.name;
    fill($("discord-me"), me ? avatar(me.id, me.display, false) : null);
    fill(this.select, store.people.filter((person) => !person.is_bot).map((person) => h("option", { value: person.id }, nameInFull(person))));
    this.select.value = store.me;
    $("discord-role").textContent = topRole(me)?.name ?? "";
    this.drawPlaces();
    this.drawConnection();
  }

  setCurrent(id) {
    this.current = id;
    this.drawPlaces();
  }

  drawPlaces() {
    const focused = this.list.contains(document.activeElement) ? document.activeElement.dataset.entry : null;
    const inside = store.people.filter((person) => !person.is_bot && person.inside !== false);
    const dm = ownDm();
    fill(this.list,
      group("discord-channels", "Channels", store.channels.filter((channel) => channel.type !== 1 && !channel.archived).map((channel) => this.place(channel, channel.name, channel.type === 11 ? "reply" : "hash"))),
      group("discord-letters", "Direct messages", dm ? this.place(dm, "Goodword", "spark") : h("p", { class: "hint place-hint" }, "The bot hasn’t written to you yet.")),
      group("discord-people", `Members · ${inside.length}`, inside.map((person) => this.member(person))));
    roveEntries(this.list, focused ?? this.current);
    if (focused) this.list.querySelector(`[data-entry="${CSS.escape(focused)}"]`)?.focus();
  }

  place(channel, label, mark) {
    const chosen = channel.id === this.current;
    const unread = store.unread.get(channel.id) ?? 0;
    return h("button", { type: "button", class: ["place", chosen && "current", unread > 0 && "unread"], "aria-current": chosen ? "page" : undefined,
      data: { channel: channel.name || "dm", entry: channel.id }, on: { click: () => this.doing.openChannel(channel.id) } },
    icon(mark, "icon small"), h("span", { class: "place-name" }, label),
    unread ? [h("span", { class: "count" }, unread > 99 ? "99+" : String(unread)), h("span", { class: "sr" }, " unread")] : null);
  }

  member(person) {
    const roles = [...(person.roles ?? [])];
    const about = [roles.map((role) => role.name).join(", "), language(person.locale)].filter(Boolean).join(" · ");
    const role = topRole(person);
    const node = h("button", { type: "button", class: ["member", person.id === store.me && "me"], "aria-haspopup": "menu", "aria-expanded": "false", data: { entry: person.id },
      on: { click: () => openMenu(node, this.doing.memberMenu(person), { alignEnd: false, name: person.display }) } },
    avatar(person.id, person.display, false),
    h("span", { class: "member-words" }, h("bdi", { class: ["member-name", role && `author role-${tint(role.color)}`] }, person.display), about ? h("span", { class: "hint" }, about) : null));
    return node;
  }

  drawConnection() {
    const [state, words] = CONNECTION[!store.pageOnline ? "unreachable" : store.bot.connected ? "connected" : "away"];
    const node = $("discord-connection");
    node.dataset.state = state;
    const text = node.querySelector(".connection-words");
    if (text.textContent !== words) text.textContent = words;
  }
}

const group = (id, heading, entries) => [h("h2", { class: "side-heading", id }, heading), h("div", { role: "group", "aria-labelledby": id }, entries)];
