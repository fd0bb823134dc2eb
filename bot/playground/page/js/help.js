/** For newcomers: the banner with what to try first, and the help pane. */
import { h, icon, iconButton } from "./dom.js";
import { store } from "./store.js";

/** Some sentences, once; the question mark brings them back. */
export function welcome(root, { key, title, words, focus, onHelp }) {
  if (localStorage.getItem(key)) return;
  const hide = () => {
    localStorage.setItem(key, "1");
    root.replaceChildren();
    document.getElementById(focus)?.focus();
  };
  root.replaceChildren(h("section", { class: "welcome", "aria-label": title, data: { testid: "welcome" } },
    icon("spark"),
    h("div", { class: "welcome-words" }, h("strong", {}, title), h("p", {}, words)),
    h("button", { type: "button", class: "text-button", on: { click: onHelp } }, "More"),
    iconButton("close", "Dismiss the introduction", hide, { data: { testid: "welcome-dismiss" } })));
}

export function setUpWelcome(root, onHelp) {
  const name = store.commands[0]?.command ?? "/goodword";
  welcome(root, { key: "goodword.welcomed", title: "What is this?", focus: "composer", onHelp,
    words: ["A small team chat on your own machine, with Goodword in it: what people say about a sample brand arrives as cards, and you decide. ",
      "First press Approve on a card and see it change; then type ", h("code", { class: "code" }, `${name} triage`),
      " below to clear many in a row. ", "Or type ", h("code", { class: "code" }, `${name} help`), ", and switch who you act as to see who may decide what."] });
}

export const steps = (list) => h("ol", { class: "steps" }, list.map(([title, words]) => h("li", {}, h("strong", {}, title), h("p", {}, words))));

export const keyList = (list) => h("dl", { class: "keys" }, list.map(([keys, words]) => [h("dt", {}, keys.map((each) => h("kbd", {}, each))), h("dd", {}, words)]));

/** @returns {Node[]} */
export function helpContent() {
  const name = store.commands[0]?.command ?? "/goodword";
  return [h("div", { class: "help" },
    h("h3", {}, "Try this first"),
    steps([
      ["Approve a card", "Open #content-review and press Approve or Reject. The card shrinks to who decided what, with Undo."],
      ["Open triage", `Type ${name} triage in the box below the messages: one click decides and brings the next.`],
      ["Look from another side", "Switch “Acting as” to a viewer and press Approve: you are told privately who may decide."],
      ["Visit the app’s home", "Under Apps on the left: the queue by age and source, and what waits for you."],
      ["Add something you saw", "Write a message with a link, open its menu (three dots) and choose the app's shortcut."],
      ...(store.beside.includes("discord") ? [["Run a contest", `Type ${name} contest new: from the brief to the draw, without leaving this chat. Its entries come to the same review; the members see it in the Discord half.`]] : []),
      ...(store.beside.includes("network") ? [["Ask for permission", "On a card from Mastodon press Ask permission and send the message as a reply. It arrives in the Creators half: answer it there as the creator would, and watch the card."]] : []),
      ["Share as a colleague", `Act as Lea and type ${name} ambassador join. Press a network's button on a pick, follow the link in a private window, buy in the shop, then type ${name} leaderboard.`],
    ]),
    h("h3", {}, "Keyboard"),
    keyList([
      [["↑", "↓"], "move in the channel list or between messages"], [["Tab"], "go into a message’s buttons"],
      [["Enter"], "press, choose, send"], [["Shift", "Enter"], "new line"], [["Esc"], "close a modal, a menu or this pane"],
      [["Alt", "↑ ↓"], "previous or next channel"]]),
    h("h3", {}, "What is real here"),
    h("p", {}, "The bot is the real one, talking to a local stand-in for Slack over the network, as it would to Slack itself. The content is made up, and nothing leaves this machine."))];
}
