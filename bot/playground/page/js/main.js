/** Puts the page together: state first, then the place the address names, then live updates. */
import { attempt } from "./acting.js";
import { api } from "./api.js";
import { whenJumped } from "./clock.js";
import { Composer } from "./composer.js";
import { h } from "./dom.js";
import { faultsContent } from "./faults.js";
import { helpContent, setUpWelcome } from "./help.js";
import { choseMember, countHalf, elsewhere, halfShown, setUpHalves, shownComposer } from "./halves.js";
import { about, Home } from "./home.js";
import { connect } from "./live.js";
import { setUpClocks } from "./jump.js";
import { runShortcut } from "./message.js";
import { openMenu } from "./menu.js";
import { Modals } from "./modal.js";
import { receive } from "./receive.js";
import { countUnread, loadState, loadTimeline, store } from "./store.js";
import { Sidebar } from "./sidebar.js";
import { SidePane, Thread } from "./thread.js";
import { setUpTheme } from "./theme.js";
import { Timeline } from "./timeline.js";
import { refreshTimes } from "./times.js";
import { toast } from "./toasts.js";

const $ = (id) => document.getElementById(id);
const PERSON = "goodword.person";

const place = { kind: "channel", id: "", tab: "home" };
const pane = new SidePane($("side"));
const thread = new Thread(pane);
const modals = new Modals();
const home = new Home($("home-panel"));
const timeline = new Timeline({ scroller: $("scroller"), list: $("messages"), pill: $("new-pill"),
  openThread: (ts) => thread.open(conversation(), ts) });
const composer = new Composer({ id: "composer", label: "Message", placeholder: "Message", commands: true,
  send: (text) => api.say({ user: store.me, channel: conversation(), text }), run: runCommand });
const sidebar = new Sidebar($("sidebar"), { openChannel, openHome, actAs: (id) => {
  choseMember("slack", store.person(id)?.name ?? "");
  actAs(id);
} });

/** The conversation that a message or a command goes to. */
const conversation = () => (place.kind === "channel" ? place.id : directMessage());
const directMessage = () => store.channels.find((channel) => channel.isDm && (channel.im_user ?? channel.user ?? `U${channel.id.slice(1)}`) === store.me)?.id
  ?? `D${store.me.slice(1)}`;

async function runCommand(command, text) {
  const channel = conversation();
  await attempt(() => api.command({ user: store.me, channel, command, text }),
    () => toast(`${command} failed because the app did not respond.`));
}

async function openChannel(id, ts) {
  Object.assign(place, { kind: "channel", id });
  const channel = store.channel(id);
  show({ title: channel?.name ?? id, mark: "#", about: channel?.topic?.value ?? channel?.topic ?? "", messages: true });
  composer.setPlaceholder(`Message #${channel?.name ?? id}`);
  remember(`#/${channel?.name ?? id}`);
  sidebar.setCurrent(id);
  await fillTimeline(id);
  if (ts) document.querySelector(`[data-ts="${CSS.escape(ts)}"]`)?.focus();
}

async function fillTimeline(id) {
  countUnread(id, 0);
  timeline.open(id);
  try {
    await loadTimeline(id);
  } catch (error) {
    toast(error.message);
  }
  timeline.toEnd();
}

async function openHome(tab = "home") {
  Object.assign(place, { kind: "home", id: "", tab });
  show({ title: store.app.name, mark: "", about: "", messages: tab === "messages" });
  for (const button of $("home-tabs").querySelectorAll("[role=tab]")) {
    const chosen = button.dataset.tab === tab;
    button.setAttribute("aria-selected", String(chosen));
    button.tabIndex = chosen ? 0 : -1;
  }
  sidebar.setCurrent("home");
  remember(tab === "home" ? "#/app" : `#/app/${tab}`);
  composer.setPlaceholder(`Message ${store.app.name}`);
  $("home-panel").hidden = tab !== "home";
  $("about-panel").hidden = tab !== "about";
  if (tab === "about") $("about-panel").replaceChildren(about());
  else if (tab === "home") await home.open();
  else await fillTimeline(directMessage());
}

/** Head and panels of the middle column. */
function show({ title, mark, about: words, messages }) {
  document.body.classList.remove("sidebar-open");
  $("menu-button").setAttribute("aria-expanded", "false");
  $("place-mark").textContent = mark;
  $("place-name").textContent = title;
  $("place-about").textContent = words;
  document.title = `${mark}${title} · Goodword playground`;
  $("home-tabs").hidden = place.kind !== "home";
  $("conversation").hidden = !messages;
  if (place.kind === "channel") {
    $("home-panel").hidden = true;
    $("about-panel").hidden = true;
  }
  if (pane.kind === "thread") pane.close();
}

function remember(hash) {
  if (halfShown() === "slack" && !elsewhere() && location.hash !== hash) history.replaceState(null, "", `/${location.search}${hash}`);
}

async function actAs(id) {
  sessionStorage.setItem(PERSON, id);
  store.me = id; // at once: the page names them already, so a click before their state is here is theirs
  store.timelines.clear();
  store.warnings.clear();
  pane.close();
  await reload(id);
  if (place.kind === "home") await openHome(place.tab);
  else await openChannel(place.id);
}

/** Whoever was chosen in the other half, if they are here too. */
function actAsNamed(name) {
  const found = store.people.find((person) => person.name === name);
  const other = found !== undefined && found.id !== store.me;
  if (other) actAs(found.id);
  return other;
}

async function reload(user = store.me) {
  await loadState(user);
  await showViews();
}

let viewsWanted = 0;
let viewsRunning = false;

/** Read the person's views; many causes at once make one or two calls. */
async function showViews() {
  viewsWanted += 1;
  if (viewsRunning) return;
  viewsRunning = true;
  try {
    for (let turn = 0; turn !== viewsWanted;) {
      turn = viewsWanted;
      const me = store.me;
      const views = await api.views(me);
      if (me !== store.me) continue;
      modals.show(views.modals ?? views.views ?? []);
      if (place.kind === "home" && place.tab === "home") home.show(views.home ?? null);
    }
  } catch (error) {
    toast(error.message);
  } finally {
    viewsRunning = false;
  }
}

/** Everything may have changed while nobody listened. */
async function catchUp() {
  try {
    const open = conversation();
    for (const id of [...store.timelines.keys()]) if (id !== open) store.timelines.delete(id);
    modals.startedAnew = true;
    await reload();
    if (place.kind === "channel" || place.tab === "messages") await loadTimeline(open);
    await thread.load();
  } catch {
    // Still unreachable: the stream tries again, and the sidebar says so.
  }
}

function wireStore() {
  whenJumped(() => timeline.draw()); // yesterday is another day
  store.on("views", showViews);
  for (const topic of ["unread", "state"]) store.on(topic, () => countHalf("slack", store.channels.reduce((sum, channel) => sum + (channel.unread ?? 0), 0)));
  store.on("timeline", (channel) => channel === timeline.channel && timeline.draw());
  store.on("arrived", ({ channel, mine }) => {
    if (channel !== timeline.channel || $("conversation").hidden) return;
    if (mine) timeline.toEnd();
    else timeline.arrived();
  });
}

function wirePage() {
  $("composer-slot").append(composer.element);
  setUpTheme([$("theme-button"), ...document.querySelectorAll(".theme-button")]);
  $("help-button").addEventListener("click", openHelp);
  $("faults-button").addEventListener("click", () => (pane.kind === "faults" ? pane.close() : pane.open("faults", "Faults", faultsContent())));
  $("menu-button").addEventListener("click", () => toggleSidebar());
  $("backdrop").addEventListener("click", () => toggleSidebar(false));
  $("shortcuts-button").addEventListener("click", (event) => openMenu(event.currentTarget, globalShortcuts(), { name: "Shortcuts" }));
  $("home-tabs").addEventListener("click", (event) => event.target.dataset.tab && openHome(event.target.dataset.tab));
  $("home-tabs").addEventListener("keydown", moveTab);
  document.addEventListener("keydown", onKey);
  for (const button of document.querySelectorAll(".menu-button:not(#menu-button)")) button.addEventListener("click", () => document.body.classList.toggle("sidebar-open"));
  for (const veil of document.querySelectorAll(".backdrop:not(#backdrop)")) veil.addEventListener("click", () => document.body.classList.remove("sidebar-open"));
  addEventListener("hashchange", () => elsewhere() || openPlace());
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault(); // the address names a place of the chat, not of the document
    shownComposer()?.focus();
  });
  setInterval(refreshTimes, 20_000);
}

const openHelp = () => (pane.kind === "help" ? pane.close() : pane.open("help", "What is this?", helpContent()));

function globalShortcuts() {
  return store.shortcuts.filter((shortcut) => shortcut.type === "global" || shortcut.type === "shortcut")
    .map((shortcut) => ({ label: shortcut.name, value: shortcut.callback_id, hint: store.app.name, run: () => runShortcut(shortcut) }));
}

function toggleSidebar(open = !document.body.classList.contains("sidebar-open")) {
  document.body.classList.toggle("sidebar-open", open);
  $("menu-button").setAttribute("aria-expanded", String(open));
  if (open) $("places").querySelector(".place.current")?.focus();
}

function moveTab(event) {
  const tabs = [...$("home-tabs").querySelectorAll("[role=tab]")];
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
  next.focus();
  openHome(next.dataset.tab);
}

function onKey(event) {
  if (event.key === "Escape" && document.body.classList.contains("sidebar-open")) {
    toggleSidebar(false);
    $("menu-button").focus();
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (halfShown() !== "slack" || !event.altKey || !step || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  const channels = store.channels.filter((channel) => !channel.isDm);
  const at = channels.findIndex((channel) => channel.id === place.id);
  openChannel(channels[(at + step + channels.length) % channels.length].id);
}

/** `#/content-review` (also as `#/slack/content-review`), `#/app`, or a permalink's path `/archives/C.../p...`. */
async function openPlace() {
  const permalink = /^\/archives\/(\w+)\/p(\d{10})(\d{6})$/.exec(location.pathname);
  const words = decodeURIComponent(location.hash.slice(2)).split("/");
  if (words[0] === "slack") words.shift();
  if (permalink && store.channel(permalink[1])) return openChannel(permalink[1], `${permalink[2]}.${permalink[3]}`);
  if (words[0] === "app") return openHome(["messages", "about"].includes(words[1]) ? words[1] : "home");
  const found = store.channelCalled(words[0]) ?? store.channelCalled("content-review") ?? store.channels[0];
  return found ? openChannel(found.id, words[1]) : toast("The workspace has no channels.");
}

async function start() {
  wirePage();
  wireStore();
  const asked = new URLSearchParams(location.search).get("as");
  await loadState(asked ?? sessionStorage.getItem(PERSON) ?? "");
  setUpClocks();
  setUpWelcome($("welcome"), openHelp);
  $("shortcuts-button").hidden = globalShortcuts().length === 0;
  await openPlace();
  await showViews();
  // Not on a phone, where the focus would bring up the keyboard over the messages.
  if (document.activeElement === document.body && matchMedia("(hover: hover)").matches) composer.focus();
  const online = (up) => {
    store.pageOnline = up;
    store.emit("connection");
  };
  connect({
    after: store.lastEvent,
    onEvent: (type, data, id) => receive(type, data, { id, thread, modals, conversation, reading: () => halfShown() === "slack" && !$("conversation").hidden, catchUp }),
    onUp: (again) => { online(true); if (again) catchUp(); },
    onDown: () => online(false),
  });
  if (store.beside.length) {
    await setUpHalves({ beside: store.beside, open: () => (place.kind === "home" ? openHome(place.tab) : openChannel(place.id)), actAs: actAsNamed, enable: (shown) => modals.enable(shown) });
  }
  document.body.dataset.ready = "yes";
}

start().catch((error) => {
  document.body.dataset.ready = "failed";
  $("messages").replaceChildren(h("div", { class: "empty" }, h("p", {}, "The page could not start."), h("p", { class: "hint" }, error.message)));
});
