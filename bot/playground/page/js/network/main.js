/** The Creators half: the network on which people post, are asked, and answer. It begins when the playground has one. */
import { SidePane } from "../thread.js";
import { announce, toast } from "../toasts.js";
import { api } from "./api.js";
import { Composer } from "./composer.js";
import { helpContent, setUpWelcome } from "./help.js";
import { Posts } from "./posts.js";
import { Sidebar } from "./sidebar.js";

const $ = (id) => document.getElementById(id);
const CREATOR = "goodword.creator";
const RETRY = 1500;
const CONNECTION = { online: ["connected", "The network answers"], away: ["offline", "Playground unreachable"] };

let half = { shown: () => false, count: () => {} };
let state = { brand: {}, creators: [], links: {} };
let open = "";
let pane;
const composer = new Composer({ send });
const posts = new Posts({ scroller: $("network-scroller"), list: $("network-posts"), pill: $("network-pill"), doing: {
  answer: (post, text) => composer.answer(post, text),
  change: (post) => composer.change(post),
  remove: (post) => act(() => api.remove({ creator: open, post: post.id })),
} });
const sidebar = new Sidebar({ open: (handle) => openCreator(handle) });

const creator = (handle) => state.creators.find((each) => each.handle === handle);
const waiting = () => state.creators.reduce((sum, each) => sum + each.waiting, 0);

/** @returns {Promise<boolean>} whether it was taken */
async function act(run) {
  try {
    await run();
    await read();
    return true;
  } catch (error) {
    toast(error.message);
    return false;
  }
}

function send(text, { kind, post }) {
  posts.pinned = true;
  if (kind === "reply") return act(() => api.reply({ creator: open, to: post.id, text }));
  if (kind === "edit") return act(() => api.edit({ creator: open, post: post.id, text }));
  return act(() => api.post({ creator: open, text }));
}

/** Reading again while a reading is under way: once more after it. */
let reading = null;
let again = false;

async function read() {
  if (reading) {
    again = true;
    return reading;
  }
  reading = (async () => {
    do {
      again = false;
      await readOnce();
    } while (again);
  })().finally(() => { reading = null; });
  return reading;
}

async function readOnce() {
  const before = waiting();
  state = await api.state();
  composer.longest = state.longest;
  if (!creator(open)) choose(state.creators.find((each) => each.waiting)?.handle ?? state.creators[0]?.handle ?? "");
  if (open) {
    const handle = open;
    const answer = await api.posts(handle);
    if (handle === open) posts.draw(answer.posts, state.brand);
    if (looking() && creator(handle)?.waiting) {
      await api.look({ creator: handle });
      creator(handle).waiting = 0;
    }
  }
  const now = waiting();
  if (now > before) announce(`${now === 1 ? "A creator was" : "Creators were"} asked by ${state.brand.name}.`);
  half.count(now);
  draw();
}

const looking = () => half.shown() && !document.hidden;

function draw() {
  sidebar.draw(state, open);
  const me = creator(open);
  $("network-name").textContent = me?.name ?? "Creators";
  $("network-about").textContent = me ? `@${me.handle} · ${me.followers.toLocaleString("en")} followers` : "Nobody has posted yet.";
  composer.placeholder(me ? `Post as ${me.name} (#${state.brand.tag} brings it to the team)` : "Nobody has posted yet");
  const { gallery } = state.links;
  $("network-gallery").hidden = !gallery;
  if (gallery) $("network-gallery").href = gallery;
}

function choose(handle) {
  if (handle === open) return;
  open = handle;
  sessionStorage.setItem(CREATOR, handle);
  composer.reset();
  posts.clear();
}

async function openCreator(handle) {
  choose(handle);
  document.body.classList.remove("sidebar-open");
  await read().catch((error) => toast(error.message));
  posts.toEnd();
  if (half.shown()) remember();
}

function remember() {
  const hash = `#/network/${open}`;
  if (location.hash !== hash) history.replaceState(null, "", `/${location.search}${hash}`);
  document.title = `${creator(open)?.name ?? "Creators"} · Goodword playground`;
}

function online(up) {
  const [kind, words] = CONNECTION[up ? "online" : "away"];
  const node = $("network-connection");
  node.dataset.state = kind;
  const text = node.querySelector(".connection-words");
  if (text.textContent !== words) text.textContent = words;
}

function follow(after) {
  let last = after;
  let source;
  const begin = () => {
    source = new EventSource(`/playground/network/events?last_event_id=${last}`);
    const changed = (event) => {
      last = event.lastEventId || last;
      read().catch(() => online(false)); // the stream tries again
    };
    source.addEventListener("open", () => { online(true); read().catch(() => online(false)); });
    source.addEventListener("error", () => {
      online(false);
      if (source.readyState === EventSource.CLOSED) setTimeout(begin, RETRY);
    });
    for (const type of ["changed", "reset"]) source.addEventListener(type, changed);
  };
  begin();
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => { if (event.persisted) begin(); });
}

/** Alt and an arrow: the next creator. */
function onKey(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!half.shown() || !event.altKey || !step || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  const handles = [...$("network-places").querySelectorAll("[data-entry]")].map((entry) => entry.dataset.entry);
  openCreator(handles[(handles.indexOf(open) + step + handles.length) % handles.length]);
}

function wire() {
  pane = new SidePane($("network-side"), "network-composer");
  $("network-composer-slot").append(composer.element);
  const openHelp = () => (pane.kind === "help" ? pane.close() : pane.open("help", "What is this?", helpContent()));
  $("network-help").addEventListener("click", openHelp);
  setUpWelcome($("network-welcome"), openHelp);
  addEventListener("hashchange", () => { if (location.hash.startsWith("#/network")) openNamed(); });
  document.addEventListener("visibilitychange", () => { if (looking()) read().catch(() => online(false)); });
  document.addEventListener("keydown", onKey);
}

const named = () => decodeURIComponent(location.hash).split("/")[2] ?? "";

/** The creator that the address names, or one who was asked. */
async function openNamed() {
  const wanted = named() || state.creators.find((each) => each.waiting)?.handle || open;
  if (wanted !== open || !posts.rows.size) await openCreator(wanted);
}

/** @param {{shown: () => boolean, count: (waiting: number) => void}} hooks */
export async function startNetwork(hooks) {
  half = hooks;
  wire();
  state = await api.state();
  const wanted = [named(), sessionStorage.getItem(CREATOR) ?? ""].find((handle) => creator(handle));
  if (wanted) choose(wanted);
  await read();
  follow(state.last_event_id);
}

/** The half comes into view. */
export async function showNetwork() {
  if (!creator(open)?.waiting && !named()) {
    const asked = state.creators.find((each) => each.waiting);
    if (asked) choose(asked.handle);
  }
  await read().catch((error) => toast(error.message));
  posts.toEnd();
  remember();
  if (matchMedia("(hover: hover)").matches) composer.focus();
}

