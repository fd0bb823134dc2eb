/** The opened mail: who wrote to whom, and its HTML in a frame that can do nothing, or its text. */
import { fill, h } from "../dom.js";
import { fullTime } from "../times.js";

const KINDS = [["html", "Designed"], ["text", "Plain text"]];
/** No scripts, no forms, no way to the page around it; links open in a new tab. */
const SANDBOX = "allow-popups allow-popups-to-escape-sandbox";

const size = (bytes) => (bytes < 1000 ? `${bytes} bytes` : bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`);

export class Opened {
  /** @param {{body: HTMLElement, choice: HTMLElement, subject: HTMLElement, address: (id: string) => string}} parts */
  constructor(parts) {
    this.parts = parts;
    this.kind = "html";
    this.mail = null;
  }

  /** @param {any} mail null for none */
  show(mail) {
    this.mail = mail;
    this.draw();
  }

  draw() {
    const { mail } = this;
    const { body, choice, subject } = this.parts;
    subject.textContent = mail ? mail.subject || "(no subject)" : "Mail";
    if (!mail) {
      fill(choice);
      fill(body, h("p", { class: "hint mail-none" }, "Nothing was sent by mail yet."));
      return;
    }
    const shown = mail.html && (this.kind === "html" || mail.text === null) ? "html" : "text";
    const there = KINDS.filter(([kind]) => (kind === "html" ? mail.html : mail.text !== null));
    fill(choice, there.length > 1 ? there.map(([kind, name]) => h("button", { type: "button", class: "chat-choice", "aria-pressed": String(kind === shown), data: { kind }, on: { click: () => this.choose(kind) } }, name)) : null);
    fill(body, this.facts(mail), shown === "html"
      ? h("iframe", { class: "mail-frame", title: `The mail “${mail.subject}”`, sandbox: SANDBOX, referrerpolicy: "no-referrer", src: this.parts.address(mail.id), data: { testid: "mail-frame" } })
      : h("pre", { class: "mail-text", tabindex: "0", "aria-label": "The mail’s text", dir: "auto", data: { testid: "mail-text" } }, mail.text ?? "(This mail has no text.)"));
  }

  choose(kind) {
    this.kind = kind;
    this.draw();
    this.parts.choice.querySelector(`[data-kind="${kind}"]`)?.focus();
  }

  facts(mail) {
    const row = (name, ...words) => [h("dt", {}, name), h("dd", {}, ...words)];
    return h("dl", { class: "mail-facts" }, h("div", { class: "mail-whole-subject" }, row("Subject", h("bdi", {}, mail.subject || "(no subject)"))), row("From", h("bdi", {}, mail.from)), row("To", h("bdi", {}, mail.to)),
      row("Sent", h("time", { datetime: mail.at }, fullTime(new Date(mail.at)))),
      mail.attached.length ? row("Attached", mail.attached.map((each) => h("span", { class: "mail-attached" }, h("bdi", {}, each.name), ` (${size(each.size)})`))) : null);
  }
}
