/** For newcomers: the banner with what to try first, and the help pane. */
import { h, icon, iconButton } from "./dom.js";
import { store } from "./store.js";

const KEY = "goodword.welcomed";

/** Three sentences, once; the question mark brings them back. */
export function setUpWelcome(root, onHelp) {
  if (localStorage.getItem(KEY)) return;
  const hide = () => {
    localStorage.setItem(KEY, "1");
    root.replaceChildren();
    document.getElementById("composer")?.focus();
  };
  const [command] = store.commands;
  const name = command?.command ?? "/goodword";
  root.replaceChildren(h("section", { class: "welcome", "aria-label": "What is this?", data: { testid: "welcome" } },
    icon("spark"),
    h("div", { class: "welcome-words" },
      h("strong", {}, "What is this?"),
      h("p", {}, "A small team chat on your own machine, with Goodword in it: what people say about a sample brand arrives as cards, and you decide. ",
        "First press Approve on a card and see it change; then type ", h("code", { class: "code" }, `${name} triage`),
        " below to clear many in a row. ", "Or type ", h("code", { class: "code" }, `${name} help`), ", and switch who you act as to see who may decide what.")),
    h("button", { type: "button", class: "text-button", on: { click: onHelp } }, "More"),
    iconButton("close", "Dismiss the introduction", hide, { data: { testid: "welcome-dismiss" } })));
}

/** @returns {Node[]} */
export function helpContent() {
  const name = store.commands[0]?.command ?? "/goodword";
  const step = (title, words) => h("li", {}, h("strong", {}, title), h("p", {}, words));
  const key = (keys, words) => [h("dt", {}, keys.map((each) => h("kbd", {}, each))), h("dd", {}, words)];
  return [h("div", { class: "help" },
    h("h3", {}, "Try this first"),
    h("ol", { class: "steps" },
      step("Approve a card", "Open #content-review and press Approve or Reject. The card shrinks to who decided what, with Undo."),
      step("Open triage", `Type ${name} triage in the box below the messages: one click decides and brings the next.`),
      step("Look from another side", "Switch “Acting as” to a viewer and press Approve: you are told privately who may decide."),
      step("Visit the app’s home", "Under Apps on the left: the queue by age and source, and what waits for you."),
      step("Add something you saw", "Write a message with a link, open its menu (three dots) and choose the app's shortcut.")),
    h("h3", {}, "Keyboard"),
    h("dl", { class: "keys" },
      key(["↑", "↓"], "move in the channel list or between messages"), key(["Tab"], "go into a message’s buttons"),
      key(["Enter"], "press, choose, send"), key(["Shift", "Enter"], "new line"), key(["Esc"], "close a modal, a menu or this pane"),
      key(["Alt", "↑ ↓"], "previous or next channel")),
    h("h3", {}, "What is real here"),
    h("p", {}, "The bot is the real one, talking to a local stand-in for Slack over the network, as it would to Slack itself. The content is made up, and nothing leaves this machine."))];
}
