/** For newcomers to the Discord half: a banner with what to try, and the help pane. */
import { h } from "../dom.js";
import { keyList, steps, welcome } from "../help.js";

const command = (words) => h("code", { class: "code" }, `/${words}`);

export function setUpWelcome(root, onHelp) {
  welcome(root, { key: "goodword.welcomed.discord", title: "The community’s side", focus: "discord-composer", onHelp,
    words: ["The brand’s Discord server, with the same Goodword in it. Type ", command("contest"), " below to enter a contest, vote and see where everybody stands. ",
      "What is private is shown to the one you act as alone; switch to another member and vote again. The team runs contests from the Slack half or, as Mia, with /contest-manage here."] });
}

/** @returns {Node[]} */
export function helpContent() {
  return [h("div", { class: "help" },
    h("h3", {}, "Try this first"),
    steps([
      ["See what runs", ["Type ", command("contest list"), ", or ", command("contest rules"), " and choose a contest while you type."]],
      ["Enter", [command("contest enter"), " takes a link or a picture. Or write a message with a picture, open its menu (three dots) and choose “Enter this message”. The team reviews it in Slack, in #content-review."]],
      ["Vote", ["Press a button or choose from the menu under an entry. Then act as somebody else, at the top left, and vote again."]],
      ["Watch the standings", ["The standings message in #contests follows the score; ", command("contest standings"), " shows your own place and how the points came about, to you alone."]],
      ["Read your letters", ["Winners get a role and a direct message. The count beside Goodword says that somebody has one."]],
      ["Check the draw", [command("contest verify"), " computes the winners again from the published record."]],
    ]),
    h("h3", {}, "Who runs it"),
    h("p", {}, "A manager, from Slack: switch to the Slack half as Mia and type ", h("code", { class: "code" }, "/goodword contest"), ". Mia is in this server too, with the managers’ role."),
    h("h3", {}, "Members"),
    h("p", {}, "Open a member’s menu to act as them, to have them leave, or to close their direct messages. Commands are in the language of whom you act as: Lena’s are German, Elsa’s Swedish."),
    h("h3", {}, "Keyboard"),
    keyList([
      [["/"], "commands; arrows and Enter choose one"], [["↑", "↓"], "move in the lists, between messages and among suggestions"], [["Tab"], "from field to field, and into a message’s buttons"],
      [["Enter"], "send, choose, use the command"], [["Shift", "Enter"], "new line"], [["Esc"], "leave a command, a reply, a menu or this pane"], [["Alt", "↑ ↓"], "previous or next channel"]]),
    h("h3", {}, "What is real here"),
    h("p", {}, "The bot is the real one, talking to a local stand-in for Discord through its gateway and its web interface. The members are made up, and nothing leaves this machine."))];
}
