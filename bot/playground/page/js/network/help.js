/** For newcomers to the Creators half: a banner with what to try, and the help pane. */
import { h } from "../dom.js";
import { keyList, steps, welcome } from "../help.js";

export function setUpWelcome(root, onHelp) {
  welcome(root, { key: "goodword.welcomed.network", title: "The creators’ side", focus: "network-composer", onHelp,
    words: ["The network on which people post about the brand. Ask one of them for permission in Slack, and the question arrives here; answer it as they would, and watch the card."] });
}

/** @param {{gallery?: string}} links @returns {Node[]} */
export function helpContent() {
  return [h("div", { class: "help" },
    h("h3", {}, "A permission, from the question to the end"),
    steps([
      ["Ask", "In Slack, as Mia, press “Ask permission” on a card from this network and send the message as a reply. The number beside “Creators” says that it arrived."],
      ["Answer", "Open the creator. The buttons under the question put an answer into the box; change it as you like and send it."],
      ["Watch the card", "A yes with the hashtag and the mention is granted by itself. “Yes, but…” and questions wait for a person; a no counts at once."],
      ["Look at the gallery", "“Gallery” at the top shows what may be shown: approved, and granted for the website."],
      ["Withdraw", "With the private link’s one button, with a no in an answer, or by deleting the post: it leaves the gallery within a minute, and the team is told."],
    ]),
    h("h3", {}, "By themselves"),
    h("p", {}, "Priya answers with a yes and Giulia with a condition some seconds after they are asked, unless you answer in their name before."),
    h("h3", {}, "Keyboard"),
    keyList([
      [["↑", "↓"], "move between creators or between posts"], [["Tab"], "into a post’s buttons"], [["Enter"], "send, choose"],
      [["Shift", "Enter"], "new line"], [["Esc"], "leave an answer or this pane"], [["Alt", "↑ ↓"], "previous or next creator"]]),
    h("h3", {}, "What is real here"),
    h("p", {}, "The bot is the real one, talking to a local stand-in for Mastodon through its web interface. The creators are made up, and nothing leaves this machine."))];
}
