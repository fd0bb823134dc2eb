/** The Discord half: channels, members, messages, commands. It begins when the playground has a Discord. */
import { fill, h, icon } from "../dom.js";
import { openMenu } from "../menu.js";
import { announce, toast } from "../toasts.js";
import { api } from "./api.js";
import { Composer } from "./composer.js";
import { authorName, avatar, drawMessage, drawWarning } from "./message.js";
import { plain } from "./markdown.js";
import { Modal } from "./modal.js";
import { countUnread, dropMessage, loadState, loadTimeline, putMessage, store, topRole, warn } from "./store.js";

const $ = (id) => document.getElementById(id);
const PERSON = "goodword.member";
const NO_ANSWER = "The application did not respond.";
const TYPES = ["message", "message_changed", "message_deleted", "modal", "modal_closed", "warning", "member", "member_left",
  "role", "role_deleted", "channel", "channel_deleted", "commands", "connection", "reset"];

let open = "";
let pinned = true;
let half = { shown: () => false, count: () => {} };
const rows = new Map();
const modal = new Modal({ after: () => reread() });
const composer = new Composer({ channel: () => open, run: act });

/** Run what a person does; a missing answer or a refusal is said where they acted. */
async function act(run, say = toast) {
  try {
    const answer = await run();
    if (answer.acked === false) say(answer.error === "not_connected" ? "The bot is not connected. Your click was not recorded." : NO_ANSWER);
    return answer;
  } catch (error) {
    say(error.message);
    return null;
  } finally {
    await reread();
  }
}

async function reread() {
  await Promise.all([loadTimeline(open), showModals()]).catch((error) => toast(error.message));
}

async function showModals() {
  const { me } = store;
  const state = await api.state(me);
  if (me === store.me) modal.show(state.modals.find((each) => each.user === me) ?? null);
}

const hooks = {
  async click(channel, message, customId, node) {
    warn(channel, message.id, "");
    node.setAttribute("aria-busy", "true");
    await act(() => api.click({ user: store.me, channel, message: message.id, custom_id: customId }), (text) => warn(channel, message.id, text));
    node.removeAttribute("aria-busy");
  },
  async select(channel, message, customId, values, node) {
    warn(channel, message.id, "");
    node.setAttribute("aria-busy", "true");
    await act(() => api.select({ user: store.me, channel, message: message.id, custom_id: customId, values }), (text) => warn(channel, message.id, text));
    node.removeAttribute("aria-busy");
  },
  apps: (message) => (composer.messageCommands ?? []).map((command) => ({ label: command.shown_name ?? command.name, value: command.name, hint: "Apps · Goodword",
    run: () => act(() => api.messageCommand({ user: store.me, channel: open, message: message.id, command: command.name })) })),
  dismiss(message) {
    store.dismissed.add(message.id);
    dropMessage(open, message.id);
    composer.focus();
  },
};

function drawTimeline() {
  const list = $("discord-messages");
  const timeline = store.timelines.get(open) ?? new Map();
  for (const [id, row] of rows) if (!timeline.has(id)) { row.element.remove(); rows.delete(id); }
  let before = null;
  for (const message of timeline.values()) {
    let row = rows.get(message.id);
    if (!row) {
      row = { element: h("article", { class: "message", tabindex: "-1", data: { messageId: message.id } }), message: null };
      rows.set(message.id, row);
    }
    if (row.message !== message) {
      const focused = row.element.contains(document.activeElement) ? document.activeElement.dataset.customId : null;
      drawMessage(row.element, open, message, hooks);
      row.message = message;
      if (focused) row.element.querySelector(`[data-custom-id="${CSS.escape(focused)}"]`)?.focus();
    } else {
      drawWarning(row.element, open, message);
    }
    const place = before ? before.nextSibling : list.firstChild;
    if (place !== row.element) list.insertBefore(row.element, place);
    before = row.element;
  }
  if (timeline.size === 0 && !list.querySelector(".empty")) list.append(h("div", { class: "empty hint" }, "Nothing has been written here yet. Type / to see what the bot offers."));
  else if (timeline.size) list.querySelector(".empty")?.remove();
  if (pinned) toEnd();
}

const toEnd = () => { const scroller = $("discord-scroller"); scroller.scrollTop = scroller.scrollHeight; };

async function openChannel(id) {
  open = id;
  rows.clear();
  $("discord-messages").replaceChildren();
  pinned = true;
  const channel = store.channel(id);
  const dm = channel?.type === 1;
  $("discord-mark").textContent = dm ? "@" : "#";
  $("discord-place").textContent = dm ? "Goodword" : channel?.name ?? "";
  $("discord-topic").textContent = dm ? "Direct messages with the bot" : channel?.topic ?? "";
  composer.placeholder(dm ? "Message @Goodword" : `Message #${channel?.name ?? ""}`);
  document.body.classList.remove("sidebar-open");
  countUnread(id, 0);
  if (half.shown()) remember();
  drawSidebar();
  await Promise.all([loadTimeline(id), composer.load()]).catch((error) => toast(error.message));
  drawTimeline();
}

function remember() {
  const channel = store.channel(open);
  const hash = `#/discord/${channel?.type === 1 ? "@me" : channel?.name ?? ""}`;
  if (location.hash !== hash) history.replaceState(null, "", `/${location.search}${hash}`);
  document.title = `${channel?.type === 1 ? "@Goodword" : `#${channel?.name}`} · ${store.guild.name}`;
}

const ownDm = () => store.channels.find((channel) => channel.type === 1);

function drawSidebar() {
  $("discord-guild").textContent = store.guild.name;
  const me = store.mine();
  fill($("discord-me"), me ? avatar(me.id, me.display, false) : null);
  const select = $("discord-act-as");
  const people = store.people.filter((person) => !person.is_bot);
  fill(select, people.map((person) => h("option", { value: person.id, selected: person.id === store.me },
    [person.display, person.title && person.title !== "member" ? ` · ${person.title}` : "", person.locale && !person.locale.startsWith("en") ? ` · ${person.locale}` : "", person.inside === false ? " · has left" : ""].join(""))));
  select.value = store.me;
  const role = topRole(me);
  $("discord-role").textContent = role?.name ?? "";
  const entry = (channel, label, mark) => h("button", { type: "button", class: ["place", channel.id === open && "current", (store.unread.get(channel.id) ?? 0) > 0 && "unread"],
    "aria-current": channel.id === open ? "true" : undefined, data: { channel: channel.name || "dm" }, on: { click: () => openChannel(channel.id) } }, icon(mark, "icon small"), h("span", { class: "place-name" }, label),
  store.unread.get(channel.id) ? h("span", { class: "count" }, store.unread.get(channel.id)) : null);
  const dm = ownDm();
  const inside = people.filter((person) => person.inside !== false);
  fill($("discord-places"), h("h2", { class: "side-heading" }, "Channels"), store.channels.filter((channel) => channel.type !== 1).map((channel) => entry(channel, channel.name, "hash")),
    h("h2", { class: "side-heading" }, "Direct messages"), dm ? entry(dm, "Goodword", "reply") : h("p", { class: "hint place-hint" }, "The bot hasn't written to you yet."),
    h("h2", { class: "side-heading" }, `Members · ${inside.length}`),
    inside.map((person) => h("div", { class: "member" }, avatar(person.id, person.display, false), h("span", { class: "place-name", dir: "auto" }, person.display), person.roles?.length ? h("span", { class: "hint" }, person.roles[0].name) : null)));
  const connected = store.bot.connected === true;
  $("discord-connection").dataset.state = connected ? "connected" : "offline";
  $("discord-connection").querySelector(".connection-words").textContent = connected ? "Goodword is connected" : "Goodword is not connected";
  half.count([...store.unread].filter(([id]) => store.channel(id)).reduce((sum, [, count]) => sum + count, 0));
}

async function actAs(id) {
  sessionStorage.setItem(PERSON, id);
  const here = store.channel(open);
  store.me = id;
  store.timelines.clear();
  store.warnings.clear();
  store.unread.clear();
  modal.show(null);
  await loadState(id);
  const target = here?.type === 1 ? ownDm() : store.channel(here?.id);
  await openChannel((target ?? store.channels[0]).id);
  await showModals();
}

function memberMenu(anchor) {
  const me = store.mine();
  const inside = me?.inside !== false;
  openMenu(anchor, [
    inside ? { label: `${me?.display} leaves the server`, run: () => change(() => api.leave({ user: store.me })) }
      : { label: `${me?.display} joins again`, run: () => change(() => api.join({ user: store.me })) },
    { label: "Somebody new joins", hint: "with an account made today", run: () => change(async () => {
      const name = `newcomer-${store.people.length}`;
      await api.join({ user: name, display: `Newcomer ${store.people.length}`, locale: "en-GB", account_days: 0 });
    }) },
  ], { name: "Members" });
}

async function change(run) {
  try {
    await run();
    await loadState(store.me);
    drawSidebar();
  } catch (error) {
    toast(error.message);
  }
}

const HANDLERS = {
  message(data) {
    putMessage(data.channel, data.message);
    const mine = data.message.author.id === store.me;
    const looking = half.shown() && data.channel === open && !document.hidden;
    if (!looking && !mine) {
      if (!store.channel(data.channel)) change(() => {});
      countUnread(data.channel, 1);
    } else if (!mine) {
      announce(`New message from ${authorName(data.message)}: ${plain(data.message.content)}`);
    }
  },
  message_changed: (data) => { if (store.timelines.get(data.channel)?.has(data.message.id)) putMessage(data.channel, data.message); },
  message_deleted: (data) => dropMessage(data.channel, data.id),
  modal: () => showModals(),
  modal_closed: () => showModals(),
  warning: (data) => { if (data.message) warn(data.channel, data.message, data.text); },
  member: () => change(() => {}), member_left: () => change(() => {}), role: () => change(() => {}), role_deleted: () => change(() => {}),
  channel: () => change(() => {}),
  async channel_deleted(data) {
    await change(() => {});
    if (data.channel === open) openChannel(store.channels[0].id);
  },
  commands: () => composer.load(),
  connection(data) { store.bot.connected = data.connected; drawSidebar(); },
  async reset() { await loadState(store.me); drawSidebar(); await reread(); },
};

function listen() {
  let lastId = store.lastEvent;
  let wasDown = false;
  const begin = () => {
    const source = new EventSource(`/playground/discord/events?last_event_id=${lastId}`);
    source.addEventListener("open", () => { if (wasDown) HANDLERS.reset(); wasDown = false; });
    source.addEventListener("error", () => {
      wasDown = true;
      if (source.readyState === EventSource.CLOSED) setTimeout(begin, 1500);
    });
    for (const type of TYPES) {
      source.addEventListener(type, (event) => {
        lastId = event.lastEventId || lastId;
        const data = JSON.parse(event.data);
        if (data.user && data.user !== store.me) return;
        HANDLERS[type](data);
      });
    }
    addEventListener("pagehide", () => source.close(), { once: true });
  };
  begin();
}

/** The place that the address names, or the contests. */
async function openPlace() {
  const word = decodeURIComponent(location.hash).split("/")[2] ?? "";
  const found = word === "@me" ? ownDm() : store.channelCalled(word);
  await openChannel((found ?? store.channelCalled("contests") ?? store.channels[0]).id);
}

function wire() {
  $("discord-composer-slot").append(composer.element);
  $("discord-act-as").addEventListener("change", (event) => actAs(event.target.value).catch((error) => toast(error.message)));
  $("discord-members").addEventListener("click", (event) => memberMenu(event.currentTarget));
  const scroller = $("discord-scroller");
  scroller.addEventListener("scroll", () => { pinned = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 40; }, { passive: true });
  new ResizeObserver(() => { if (pinned) toEnd(); }).observe($("discord-messages"));
  store.on("timeline", (channel) => { if (channel === open) drawTimeline(); });
  store.on("unread", drawSidebar);
  store.on("commands", () => { for (const row of rows.values()) row.message = null; drawTimeline(); });
  addEventListener("hashchange", () => { if (location.hash.startsWith("#/discord")) openPlace(); });
}

/** @param {{shown: () => boolean, count: (unread: number) => void}} hooksOfHalf */
export async function startDiscord(hooksOfHalf) {
  half = hooksOfHalf;
  await loadState(sessionStorage.getItem(PERSON) ?? "");
  wire();
  await openPlace();
  await showModals();
  listen();
}

/** The half comes into view. */
export function showDiscord() {
  countUnread(open, 0);
  remember();
  drawTimeline();
  if (matchMedia("(hover: hover)").matches) composer.focus();
}
