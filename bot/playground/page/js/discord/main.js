/** The Discord half: channels, members, messages, commands. It begins when the playground has a Discord. */
import { faultsContent } from "../faults.js";
import { SidePane } from "../thread.js";
import { whenJumped } from "../clock.js";
import { refreshCountdowns } from "../times.js";
import { toast } from "../toasts.js";
import { api } from "./api.js";
import { Composer } from "./composer.js";
import { FAULTS } from "./faults.js";
import { helpContent, setUpWelcome } from "./help.js";
import { guildMenu, memberMenu, messageMenu } from "./menuitems.js";
import { Modal } from "./modal.js";
import { follow } from "./receive.js";
import { Sidebar } from "./sidebar.js";
import { countLetters, countUnread, dropMessage, loadState, loadTimeline, ownDm, store, unreadInAll, warn } from "./store.js";
import { Timeline } from "./timeline.js";

const $ = (id) => document.getElementById(id);
const PERSON = "goodword.member";
const TYPING_SECONDS = 8;

let open = "";
let half = { shown: () => false, count: () => {}, chose: () => {} };
let pane;
const modal = new Modal({ after: () => reread() });
const composer = new Composer({ channel: () => open, run: act });
const sidebar = new Sidebar({ openChannel, actAs: choose, guildMenu: () => guildMenu(doing), memberMenu: (person) => memberMenu(person, composer.userCommands, doing) });

/** What Discord's client says when an app did not answer. */
function unanswered({ error, component }) {
  if (error === "not_connected") return "The bot is not connected. What you did was not recorded.";
  return `${component ? "This interaction failed. " : ""}The application did not respond.`;
}

/** Run what a person does; a missing answer or a refusal is said where they acted. */
async function act(run, say = toast, component = false) {
  try {
    const answer = await run();
    if (answer.acked === false) say(unanswered({ ...answer, component }));
    return answer;
  } catch (error) {
    say(error.message);
    return null;
  } finally {
    reread(); // not waited for: what one does next is not held up by it
  }
}

async function reread() {
  await Promise.all([loadTimeline(open), showForm()]).catch((error) => toast(error.message));
}

async function showForm() {
  const { me } = store;
  const state = await api.state(me);
  if (me === store.me) modal.show(state.modals.find((each) => each.user === me) ?? null);
}

/** Messages whose button or menu we are using: what becomes of it is said once the answer is here. */
const using = new Set();

/** Use a message's button or menu. @returns {Promise<boolean>} whether the app answered */
async function use(call, channel, message, node, more) {
  if (node.getAttribute("aria-busy") === "true") return false;
  warn(channel, message.id, "");
  node.setAttribute("aria-busy", "true");
  using.add(message.id);
  const answer = await act(() => call({ user: store.me, channel, message: message.id, ...more, wait: 0 }), (text) => warn(channel, message.id, text), true);
  using.delete(message.id);
  node.removeAttribute("aria-busy");
  return answer?.ok === true;
}

const doing = { act, change, choose, reply: (message) => composer.reply(message), edit: (message) => composer.change(message), channel: () => open, focus: () => composer.focus() };
const timeline = new Timeline({ scroller: $("discord-scroller"), list: $("discord-messages"), pill: $("discord-pill"), hooks: {
  click: (channel, message, id, node) => use(api.click, channel, message, node, { custom_id: id }),
  select: (channel, message, id, values, node) => use(api.select, channel, message, node, { custom_id: id, values }),
  refuse: (channel, message, text) => warn(channel, message.id, text),
  reply: (message) => composer.reply(message),
  goTo: (id) => timeline.goTo(id),
  menu: (message) => messageMenu(message, composer.messageCommands, doing),
  async dismiss(message) {
    store.dismissed.add(message.id);
    dropMessage(open, message.id);
    composer.focus();
    await api.remove({ user: store.me, channel: message.channel_id, message: message.id }).catch((error) => toast(error.message));
  },
} });

async function openChannel(id) {
  const other = open !== id;
  open = id;
  const channel = store.channel(id);
  const dm = channel?.type === 1;
  $("discord-mark").textContent = dm ? "@" : "#";
  $("discord-place").textContent = dm ? "Goodword" : channel?.name ?? "";
  $("discord-topic").textContent = dm ? "Direct messages with the bot" : channel?.topic ?? "";
  composer.placeholder(dm ? "Message @Goodword" : `Message #${channel?.name ?? ""}`);
  if (other) composer.reset();
  typing("");
  document.body.classList.remove("sidebar-open");
  if (half.shown()) remember();
  sidebar.setCurrent(id);
  timeline.open(id);
  await Promise.all([loadTimeline(id), composer.load()]).catch((error) => toast(error.message));
  if (half.shown()) countUnread(id, 0);
  timeline.toEnd();
}

function remember() {
  const channel = store.channel(open);
  const dm = channel?.type === 1;
  const hash = `#/discord/${dm ? "@me" : channel?.name ?? ""}`;
  if (location.hash !== hash) history.replaceState(null, "", `/${location.search}${hash}`);
  document.title = `${dm ? "@Goodword" : `#${channel?.name}`} · ${store.guild.name}`;
}

/** Act as a member the visitor chose; the other half hears of it. */
async function choose(id) {
  half.chose(store.person(id)?.name ?? "");
  await actAs(id).catch((error) => toast(error.message));
}

async function actAs(id) {
  sessionStorage.setItem(PERSON, id);
  const here = store.channel(open);
  store.me = id;
  store.timelines.clear();
  store.warnings.clear();
  store.unread.clear();
  composer.reset();
  modal.show(null);
  await loadState(id);
  await countLetters();
  const target = here?.type === 1 ? ownDm() : store.channel(here?.id);
  await openChannel((target ?? store.channels[0]).id);
  await showForm();
}

/** The member of that name becomes the one we act as, if there is one. */
export async function actAsNamed(name) {
  const found = store.people.find((person) => person.name === name && !person.is_bot);
  if (found && found.id !== store.me) await actAs(found.id).catch((error) => toast(error.message));
}

async function reload() {
  await loadState(store.me).catch((error) => toast(error.message));
  timeline.refresh();
}

/** Do something to the guild, and read again how it is. */
async function change(run) {
  try {
    await run();
  } catch (error) {
    toast(error.message);
  }
  await reload();
}

let typingUntil = 0;

function typing(channel) {
  clearTimeout(typingUntil);
  const here = channel && channel === open;
  $("discord-typing").textContent = here ? "Goodword is typing…" : "";
  if (here) typingUntil = setTimeout(() => typing(""), TYPING_SECONDS * 1000);
}

const page = {
  reload, showForm, typing, unanswered,
  using: (message) => using.has(message),
  commands: () => composer.load().catch((error) => toast(error.message)),
  reading: (channel) => half.shown() && channel === open && !document.hidden,
  arrived(mine) {
    typing("");
    if (mine) timeline.toEnd();
    else timeline.arrived();
    countUnread(open, 0);
  },
  gone: (channel) => { if (channel === open) openChannel(store.channels[0].id); },
  async catchUp() {
    store.timelines.clear();
    await loadState(store.me).catch(() => {}); // the sidebar says that the playground is away
    await reread();
  },
};

/** The place that the address names, or the contests. */
async function openPlace() {
  const word = decodeURIComponent(location.hash).split("/")[2] ?? "";
  const found = word === "@me" ? ownDm() : store.channelCalled(word);
  await openChannel((found ?? store.channelCalled("contests") ?? store.channels[0]).id);
}

/** Alt and an arrow: the next channel. */
function onKey(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!half.shown() || !event.altKey || !step || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  const channels = store.channels.filter((channel) => !channel.archived);
  const at = channels.findIndex((channel) => channel.id === open);
  openChannel(channels[(at + step + channels.length) % channels.length].id);
}

function wire() {
  pane = new SidePane($("discord-side"), "discord-composer");
  $("discord-composer-slot").append(composer.element);
  const toggle = (kind, title, content) => (pane.kind === kind ? pane.close() : pane.open(kind, title, content()));
  const openHelp = () => toggle("help", "What is this?", helpContent);
  $("discord-help").addEventListener("click", openHelp);
  $("discord-faults").addEventListener("click", () => toggle("faults", "Faults", () => faultsContent(FAULTS, api)));
  setUpWelcome($("discord-welcome"), openHelp);
  store.on("timeline", (channel) => { if (channel === open) timeline.draw(); });
  store.on("unread", () => half.count(unreadInAll()));
  store.on("commands", () => timeline.refresh());
  whenJumped(() => timeline.draw());
  addEventListener("hashchange", () => { if (location.hash.startsWith("#/discord")) openPlace(); });
  document.addEventListener("keydown", onKey);
  setInterval(() => refreshCountdowns($("discord-messages")), 1000);
}

/** @param {{shown: () => boolean, count: (unread: number) => void, chose: (name: string) => void}} hooksOfHalf */
export async function startDiscord(hooksOfHalf) {
  half = hooksOfHalf;
  await loadState(sessionStorage.getItem(PERSON) ?? "");
  wire();
  await countLetters();
  await openPlace();
  await showForm();
  follow(page);
}

/** The half comes into view. */
export function showDiscord() {
  countUnread(open, 0);
  remember();
  timeline.draw();
  if (matchMedia("(hover: hover)").matches) composer.focus();
}
