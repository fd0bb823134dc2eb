/** The two halves of the page: Slack for the team, Discord for the community. One is shown at a time. */
import { h } from "./dom.js";
import { showDiscord, startDiscord } from "./discord/main.js";

const HALVES = [["slack", "Slack", "The team"], ["discord", "Discord", "The community"]];
const counts = { slack: 0, discord: 0 };
let shown = "slack";
let back = () => {};

export const halfShown = () => shown;

/** The number of unread messages of a half, on its switch. */
export function countHalf(half, unread) {
  if (counts[half] === unread) return;
  counts[half] = unread;
  draw();
}

function draw() {
  for (const place of document.querySelectorAll(".chat-switch")) {
    const focused = place.contains(document.activeElement) ? document.activeElement.dataset.half : null;
    place.replaceChildren(...HALVES.map(([half, name, who]) => h("button", { type: "button", class: "chat-choice", "aria-pressed": String(half === shown),
      title: who, data: { half }, on: { click: () => show(half) } }, name,
    half !== shown && counts[half] ? h("span", { class: "count" }, h("span", { class: "sr" }, "unread: "), counts[half] > 99 ? "99+" : counts[half]) : null)));
    if (focused) place.querySelector(`[data-half="${focused}"]`)?.focus();
  }
}

function show(half) {
  shown = half;
  document.body.dataset.half = half;
  document.getElementById("slack-half").hidden = half !== "slack";
  document.getElementById("discord-half").hidden = half !== "discord";
  document.body.classList.remove("sidebar-open");
  draw();
  if (half === "discord") showDiscord();
  else back();
}

/** @param {() => void} backToSlack what to do when the Slack half comes back into view */
export async function setUpHalves(backToSlack) {
  back = backToSlack;
  await startDiscord({ shown: () => shown === "discord", count: (unread) => countHalf("discord", unread) });
  for (const place of document.querySelectorAll(".chat-switch")) place.hidden = false;
  draw();
  const follow = () => {
    const wanted = location.hash.startsWith("#/discord") ? "discord" : "slack";
    if (wanted !== shown) show(wanted);
  };
  addEventListener("hashchange", follow);
  follow();
}
