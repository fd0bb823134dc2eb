/** What goes with the message that is being written: files, and which message it answers or changes. */
import { h, icon, iconButton } from "../dom.js";
import { readFile } from "./fields.js";
import { authorName, summary } from "./message.js";

const MOST_FILES = 10;

export class Draft {
  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    this.files = [];
    this.target = null;
    this.input = h("input", { type: "file", multiple: true, class: "sr", tabindex: "-1", "aria-hidden": "true", data: { testid: "discord-files" }, on: { change: () => {
      this.add(this.input.files);
      this.input.value = "";
    } } });
    this.element = h("div", { class: "draft", hidden: true });
  }

  /** @param {any} message @param {boolean} [change] whether it is to be changed, not answered */
  about(message, change = false) {
    this.target = { message, change };
    this.draw();
  }

  get editing() {
    return this.target?.change ? this.target.message : null;
  }

  get replyTo() {
    return this.target && !this.target.change ? this.target.message.id : undefined;
  }

  add(files) {
    this.files = [...this.files, ...files].slice(0, MOST_FILES);
    this.draw();
  }

  clear() {
    this.files = [];
    this.target = null;
    this.draw();
  }

  get isEmpty() {
    return !this.files.length && !this.target;
  }

  payload() {
    return Promise.all(this.files.map(readFile));
  }

  draw() {
    const { target } = this;
    this.element.hidden = this.isEmpty;
    this.element.replaceChildren(...[
      target && h("div", { class: "draft-line" }, icon("reply", "icon small"), target.change ? "Changing your message" : h("span", { class: "one-line" }, "Replying to ", h("strong", { dir: "auto" }, authorName(target.message)), h("span", { class: "hint", dir: "auto" }, ` ${summary(target.message)}`)),
        iconButton("close", target.change ? "Keep it as it was" : "Don't reply", () => { this.target = null; this.changed(target.change); this.draw(); })),
      this.files.length > 0 && h("div", { class: "draft-files" }, this.files.map((file) => h("span", { class: "draft-file" }, icon("file", "icon small"), h("span", { class: "one-line" }, file.name),
        iconButton("close", `Leave out ${file.name}`, () => { this.files = this.files.filter((each) => each !== file); this.draw(); this.changed(false); })))),
    ].filter(Boolean));
  }
}
