/** The mailbox: what the bot sent by mail. It begins when the playground has one. */
import { announce, toast } from "../toasts.js";
import { api } from "./api.js";
import { MailList } from "./list.js";
import { Opened } from "./opened.js";

const $ = (id) => document.getElementById(id);
const RETRY = 1500;
const CONNECTION = { online: ["connected", "The mail server answers"], away: ["offline", "Playground unreachable"] };

let half = { shown: () => false, count: () => {} };
let mails = [];
let open = "";
const list = new MailList($("mail-places"), { open: (id) => openMail(id) });
const opened = new Opened({ body: $("mail-body"), choice: $("mail-switch"), subject: $("mail-subject"), address: api.framed });

const unread = () => mails.filter((each) => !each.seen).length;
const known = (id) => mails.some((each) => each.id === id);
const named = () => decodeURIComponent(location.hash).split("/")[2] ?? "";

/** Of several readings under way, the latest counts. */
let turn = 0;

async function read() {
  const mine = ++turn;
  const before = unread();
  const state = await api.state();
  if (mine !== turn) return state;
  mails = state.mails;
  const now = unread();
  if (now > before) announce(now - before === 1 ? "A mail arrived." : "Mails arrived.");
  draw();
  return state;
}

function draw() {
  half.count(unread());
  list.draw(mails, half.shown() ? open : "");
}

async function openMail(id) {
  open = id;
  document.body.classList.remove("sidebar-open");
  const line = mails.find((each) => each.id === id);
  try {
    const { mail } = await api.mail(id);
    if (open !== id) return;
    opened.show(mail);
    if (line && !line.seen) {
      await api.look(id);
      line.seen = true;
    }
  } catch (error) {
    toast(error.message);
  }
  draw();
  if (half.shown()) remember();
}

function remember() {
  const hash = `#/mail/${open}`;
  if (location.hash !== hash) history.replaceState(null, "", `/${location.search}${hash}`);
  document.title = `${mails.find((each) => each.id === open)?.subject || "Mail"} · Goodword playground`;
}

function online(up) {
  const [kind, words] = CONNECTION[up ? "online" : "away"];
  const node = $("mail-connection");
  node.dataset.state = kind;
  const text = node.querySelector(".connection-words");
  if (text.textContent !== words) text.textContent = words;
}

/** While the mailbox is looked at and nothing is open, the first mail that comes is opened. */
async function changed() {
  try {
    await read();
    if (half.shown() && !document.hidden && !known(open)) await openFirst();
  } catch {
    online(false); // the stream tries again
  }
}

function follow(after) {
  let last = after;
  let source;
  const begin = () => {
    source = new EventSource(`/playground/mail/events?last_event_id=${last}`);
    source.addEventListener("open", () => { online(true); changed(); });
    source.addEventListener("error", () => {
      online(false);
      if (source.readyState === EventSource.CLOSED) setTimeout(begin, RETRY);
    });
    for (const type of ["changed", "reset"]) {
      source.addEventListener(type, (event) => {
        last = event.lastEventId || last;
        changed();
      });
    }
  };
  begin();
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => { if (event.persisted) begin(); });
}

/** Alt and an arrow: the next mail. */
function onKey(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!half.shown() || !event.altKey || !step || !mails.length || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  const at = mails.findIndex((each) => each.id === open);
  const { id } = mails[(at + step + mails.length) % mails.length];
  const inList = $("mail-places").contains(document.activeElement);
  openMail(id);
  if (inList) $("mail-places").querySelector(`[data-entry="${CSS.escape(id)}"]`)?.focus();
}

/** The mail that the address names, the one that was open, or the latest. */
async function openFirst() {
  const wanted = [named(), open, mails[0]?.id ?? ""].find(known) ?? "";
  if (!wanted) {
    open = "";
    opened.show(null);
    remember();
  } else if (wanted !== open || opened.mail?.id !== wanted) {
    await openMail(wanted);
  } else {
    remember();
  }
}

/** @param {{shown: () => boolean, count: (unread: number) => void}} hooks */
export async function startMail(hooks) {
  half = hooks;
  addEventListener("hashchange", () => { if (half.shown() && location.hash.startsWith("#/mail/") && named() !== open) openFirst(); });
  document.addEventListener("keydown", onKey);
  const state = await read();
  follow(state.last_event_id);
}

/** The mailbox comes into view. */
export async function showMail() {
  await read().catch((error) => toast(error.message));
  await openFirst();
  draw();
  if (matchMedia("(hover: hover)").matches) $("mail-places").querySelector(`[data-entry="${CSS.escape(open)}"]`)?.focus();
}
