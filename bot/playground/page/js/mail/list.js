/** Left side of the mailbox: every mail, the latest first. */
import { fill, h } from "../dom.js";
import { roveEntries, walkedEntries } from "../rows.js";
import { ago, fullTime } from "../times.js";

export class MailList {
  /** @param {HTMLElement} root @param {{open: (id: string) => void}} doing */
  constructor(root, doing) {
    this.root = root;
    this.doing = doing;
    walkedEntries(root);
  }

  /** @param {any[]} mails @param {string} current the id of the opened one */
  draw(mails, current) {
    const focused = this.root.contains(document.activeElement) ? document.activeElement.dataset.entry : null;
    fill(this.root, mails.length ? mails.map((mail) => this.entry(mail, current))
      : h("p", { class: "hint place-hint" }, "Nothing was sent by mail yet. Receipts of permissions and weekly digests arrive here."));
    roveEntries(this.root, focused ?? current);
    if (focused) this.root.querySelector(`[data-entry="${CSS.escape(focused)}"]`)?.focus();
  }

  entry(mail, current) {
    const date = new Date(mail.at);
    return h("button", { type: "button", class: ["mail-entry", !mail.seen && "unread"], "aria-current": mail.id === current ? "page" : undefined, data: { entry: mail.id },
      on: { click: () => this.doing.open(mail.id) } },
    h("span", { class: "mail-line" }, h("bdi", { class: "mail-from" }, mail.from), h("time", { class: "hint", datetime: mail.at, title: fullTime(date) }, h("span", { data: { at: date.getTime() } }, ago(date)))),
    h("bdi", { class: "mail-title" }, mail.subject || "(no subject)"),
    h("span", { class: "hint mail-to" }, "To ", h("bdi", {}, mail.to)),
    mail.seen ? null : h("span", { class: "sr" }, " not read"));
  }
}
