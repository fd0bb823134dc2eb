/** The parts of the page: Slack for the team, Discord for the community, Creators for those who are asked, Mail for what is sent. One is
 * shown at a time. */
import { h } from "./dom.js";
import { actAsNamed, showDiscord, startDiscord } from "./discord/main.js";
import { showMail, startMail } from "./mail/main.js";
import { showNetwork, startNetwork } from "./network/main.js";

const HALVES = [["slack", "Slack", "The team"], ["discord", "Discord", "The community"], ["network", "Creators", "Those who post"],
  ["mail", "Mail", "What was sent by mail"]];
const COMPOSERS = { slack: "composer", discord: "discord-composer", network: "network-composer", mail: "mail-switch" };
const counts = { slack: 0, discord: 0, network: 0, mail: 0 };
let there = ["slack"];
let shown = "slack";
let slack = { open: () => {}, actAs: () => false, enable: () => {} };
/** The member somebody chose to act as, and in which half: once. The other half follows when it is shown, if they are there too. */
let choice = null;

export const halfShown = () => shown;

/** Whether the address names a place of another half than Slack. */
export const elsewhere = () => /^#\/(discord|network|mail)/.test(location.hash);

/** The message box of the half that is shown. */
export const shownComposer = () => document.getElementById(COMPOSERS[shown]);

/** Somebody chose in one half whom to act as. @param {string} half @param {string} name the handle they have on both sides */
export function choseMember(half, name) {
  choice = { half, name };
}

/** The number of unread messages of a half, on its switch. */
export function countHalf(half, unread) {
  if (counts[half] === unread) return;
  counts[half] = unread;
  draw();
}

function draw() {
  for (const place of document.querySelectorAll(".chat-switch")) {
    const focused = place.contains(document.activeElement) ? document.activeElement.dataset.half : null;
    place.replaceChildren(...HALVES.filter(([half]) => there.includes(half)).map(([half, name, who]) => h("button", { type: "button", class: "chat-choice", "aria-pressed": String(half === shown),
      title: who, data: { half }, on: { click: () => show(half) } }, name,
    half !== shown && counts[half] ? h("span", { class: "count" }, h("span", { class: "sr" }, "unread: "), counts[half] > 99 ? "99+" : counts[half]) : null)));
    if (focused) place.querySelector(`[data-half="${focused}"]`)?.focus();
  }
}

function show(half) {
  shown = half;
  document.body.dataset.half = half;
  for (const [each] of HALVES) document.getElementById(`${each}-half`).hidden = half !== each;
  document.body.classList.remove("sidebar-open");
  slack.enable(half === "slack");
  draw();
  if (half === "network") return showNetwork();
  if (half === "mail") return showMail();
  const follows = choice && choice.half !== half ? choice.name : null;
  choice = null;
  if (half === "discord") {
    showDiscord();
    if (follows) actAsNamed(follows);
  } else {
    if (!follows || !slack.actAs(follows)) slack.open();
    if (matchMedia("(hover: hover)").matches) document.getElementById("composer")?.focus();
  }
  return undefined;
}

/** @param {{beside: string[], open: () => void, actAs: (name: string) => boolean, enable: (shown: boolean) => void}} slackHalf what is
 *   beside it, what it does when it comes into view, whom it acts as then, and what happens to its windows; `actAs` says whether that is
 *   another member, whose place it then opens */
export async function setUpHalves(slackHalf) {
  slack = slackHalf;
  there = ["slack", ...slackHalf.beside];
  if (there.includes("discord")) await startDiscord({ shown: () => shown === "discord", count: (unread) => countHalf("discord", unread), chose: (name) => choseMember("discord", name) });
  if (there.includes("network")) await startNetwork({ shown: () => shown === "network", count: (waiting) => countHalf("network", waiting) });
  if (there.includes("mail")) await startMail({ shown: () => shown === "mail", count: (unread) => countHalf("mail", unread) });
  for (const place of document.querySelectorAll(".chat-switch")) place.hidden = false;
  draw();
  const follow = () => {
    const wanted = there.find((half) => location.hash.startsWith(`#/${half}`)) ?? "slack";
    if (wanted !== shown) show(wanted);
  };
  addEventListener("hashchange", follow);
  follow();
}
