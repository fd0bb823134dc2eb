/** The faults drawer: make the local Slack misbehave and watch the bot cope. */
import { api } from "./api.js";
import { fill, h, icon } from "./dom.js";
import { toast } from "./toasts.js";

export const FAULTS = [
  { name: "Drop the connection", about: "The bot's socket is cut. It should be back within seconds and miss nothing.", body: { kind: "disconnect" } },
  { name: "Ask for a reconnect", about: "Slack does this every few hours: a polite request to connect anew.", body: { kind: "refresh" } },
  { name: "Too many requests", about: "The next three messages are refused with 429 and a time to wait.", body: { kind: "429", method: "chat.postMessage", count: 3, seconds: 2 } },
  { name: "Refuse an update", about: "The next two changes of a card fail with a server error (500).", body: { kind: "500", method: "chat.update", count: 2 } },
  { name: "Slow answers", about: "The next five posts take two seconds each.", body: { kind: "slow", method: "chat.postMessage", count: 5, seconds: 2 } },
  { name: "Fail an upload", about: "The next picture can't be uploaded. What it belongs to should arrive without it, and say so.", body: { kind: "refuse", method: "files.completeUploadExternal", error: "internal_error" } },
  { name: "A picture that isn't ready", about: "The next uploaded picture is refused in messages for five seconds, as while Slack still looks at it.", body: { kind: "unready", method: "files.completeUploadExternal", seconds: 5 } },
  { name: "An archived channel", about: "The next message is refused because its channel was archived.", body: { kind: "refuse", method: "chat.postMessage", error: "is_archived" } },
  { name: "Deliver twice", about: "The next click reaches the bot twice. It must count once.", body: { kind: "duplicate", event: "block_actions", count: 1 } },
];

/**
 * @param {Array<{name: string, about: string, body: any}>} [offered] @param {{faults: () => Promise<any>, setFault: (body: any) => Promise<any>}} [chat]
 * @returns {Node[]}
 */
export function faultsContent(offered = FAULTS, chat = api) {
  const list = h("div", { class: "fault-now", "aria-live": "polite" });
  const refresh = async () => {
    try {
      fill(list, describe(await chat.faults()));
    } catch (error) {
      fill(list, h("p", { class: "hint" }, error.message));
    }
  };
  refresh();
  return [h("div", { class: "faults" },
    h("p", {}, "For the curious: chat services fail. Press one, then click a card and see what happens."),
    offered.map((fault) => h("div", { class: "fault" },
      h("div", {}, h("strong", {}, fault.name), h("p", { class: "hint" }, fault.about)),
      h("button", { type: "button", class: "button", "aria-label": `Do it: ${fault.name}`, on: { click: (event) => start(event.currentTarget, fault, chat, refresh) } }, "Do it"))),
    h("h3", {}, "Waiting to happen"), list)];
}

async function start(button, fault, chat, refresh) {
  button.setAttribute("aria-busy", "true");
  try {
    await chat.setFault(fault.body);
    button.replaceChildren(icon("check", "icon small"), " Set");
    setTimeout(() => button.replaceChildren("Do it"), 2500);
  } catch (error) {
    toast(error.message);
  } finally {
    button.removeAttribute("aria-busy");
  }
  await refresh();
}

function describe(answer) {
  const faults = answer.faults ?? [];
  if (faults.length === 0) return h("p", { class: "hint" }, "Nothing.");
  return h("ul", { class: "list" }, faults.map((fault) => h("li", {},
    `${fault.kind === "refuse" ? `refuse (${fault.error})` : fault.kind} on ${fault.method ?? fault.request ?? fault.event ?? "everything"}${fault.count ? `, ${fault.count} more` : ""}`)));
}
