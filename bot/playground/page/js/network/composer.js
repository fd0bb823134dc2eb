/** The box at the foot: a new post, an answer, or a change of one's own post. */
import { fill, h, icon, iconButton } from "../dom.js";
import { toast } from "../toasts.js";
import { length } from "./words.js";

const LINES = 8;

export class Composer {
  /** @param {{send: (text: string, target: {kind: string, post?: any}) => Promise<boolean>}} doing `send` says whether it was taken */
  constructor(doing) {
    this.doing = doing;
    this.longest = 500;
    this.target = { kind: "post" };
    this.about = h("div", { class: "draft", hidden: true, data: { testid: "network-target" } });
    this.left = h("span", { class: "letters-left", "aria-live": "polite" });
    this.input = h("textarea", { id: "network-composer", class: "composer-input", rows: "1", "aria-label": "Post", autocomplete: "off", dir: "auto",
      on: { input: () => this.fit(), keydown: (event) => this.onKey(event) } });
    this.button = h("button", { type: "button", class: "send", "aria-label": "Send", on: { click: () => this.send() } }, icon("send"));
    this.element = h("div", { class: "composer" }, this.about, h("div", { class: "composer-box" }, this.input, this.left, this.button));
    this.fit();
  }

  focus() {
    this.input.focus();
  }

  placeholder(text) {
    this.input.placeholder = text;
  }

  /** @param {any} post what is answered @param {string} [text] an answer to start from, in place of what stands there */
  answer(post, text) {
    this.aim({ kind: "reply", post }, `Answering ${post.author.name}`, post.text);
    const begun = this.input.value.trim() && text === undefined;
    this.put(begun ? this.input.value : text ?? `@${post.author.handle} `);
  }

  change(post) {
    this.aim({ kind: "edit", post }, "Changing your post", post.text);
    this.put(post.text);
  }

  /** Another creator: what was begun stays behind. */
  reset() {
    this.target = { kind: "post" };
    this.about.hidden = true;
    this.input.value = "";
    this.fit();
  }

  aim(target, title, text) {
    this.target = target;
    fill(this.about, h("div", { class: "draft-line" }, icon("reply", "icon small"), h("strong", {}, title), h("span", { class: "one-line hint", dir: "auto" }, text),
      iconButton("close", "Write a new post instead", () => { this.reset(); this.focus(); })));
    this.about.hidden = false;
  }

  put(text) {
    this.input.value = text;
    this.fit();
    this.focus();
    this.input.setSelectionRange(text.length, text.length);
  }

  fit() {
    this.input.rows = Math.min(LINES, this.input.value.split("\n").length);
    const left = this.longest - length(this.input.value);
    this.left.textContent = left < 100 ? String(left) : "";
    this.left.classList.toggle("over", left < 0);
    this.button.disabled = !this.input.value.trim();
  }

  onKey(event) {
    if (event.key === "Escape" && this.target.kind !== "post") {
      event.preventDefault();
      this.reset();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    }
  }

  async send() {
    const text = this.input.value.trim();
    if (!text || this.sending) return;
    if (length(text) > this.longest) {
      toast(`The network takes at most ${this.longest} characters. Shorten it.`);
      return;
    }
    this.sending = true;
    const { target } = this;
    try {
      if (await this.doing.send(text, target) && this.input.value.trim() === text) this.reset();
    } finally {
      this.sending = false;
    }
  }
}
