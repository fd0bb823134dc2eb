/** The options of a slash command, one field each, in place of the message box. */
import { h, iconButton } from "../dom.js";
import { api } from "./api.js";
import { optionField } from "./fields.js";
import { store } from "./store.js";

const REQUIRED = "Please fill in what is required.";

export class CommandForm {
  /** @param {{channel: () => string, run: Function, left: () => void}} doing */
  constructor(doing) {
    this.doing = doing;
    this.fields = [];
    this.element = h("form", { class: "command-form", hidden: true, novalidate: true, data: { testid: "command-form" },
      on: { submit: (event) => { event.preventDefault(); this.use(); }, keydown: (event) => this.onKey(event) } });
  }

  get isOpen() {
    return !this.element.hidden;
  }

  open(command) {
    this.command = command;
    this.channel = this.doing.channel();
    this.fields = command.options.map((option) => optionField(option, (text) => this.suggestions(option, text)));
    this.error = h("div", { class: "input-error", role: "alert", hidden: true });
    this.send = h("button", { type: "submit", class: "button primary", data: { testid: "use-command" } }, "Use command");
    this.element.setAttribute("aria-label", `/${command.shown}`);
    this.element.replaceChildren(
      h("div", { class: "command-head" }, h("strong", {}, `/${command.shown}`), h("span", { class: "hint" }, command.about), iconButton("close", "Leave the command", () => this.leave())),
      h("div", { class: "options" }, this.fields.map((field) => field.element)),
      h("div", { class: "command-foot" }, this.error, this.send));
    this.element.hidden = false;
    this.fields[0].input.focus();
  }

  focus() {
    this.fields[0]?.input.focus();
  }

  onKey(event) {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    this.leave();
  }

  async suggestions(option, text) {
    const { command } = this;
    const options = {};
    for (const field of this.fields) {
      const value = field.name === option.name || field.input.type === "file" ? undefined : await field.read();
      if (value !== undefined) options[field.name] = value;
    }
    try {
      const answer = await api.autocomplete({ user: store.me, channel: this.channel, command: command.path, option: option.name, value: text, options });
      return answer.choices ?? [];
    } catch {
      return []; // a field half filled in: the suggestions come with the next letter
    }
  }

  /** The values to send, or null when something is missing or can't be read. */
  async read() {
    const options = {};
    for (const field of this.fields) {
      const value = await field.read();
      const missing = value === undefined && field.required;
      field.element.classList.toggle("invalid", missing);
      field.input.setAttribute("aria-invalid", String(missing));
      if (missing) {
        this.fault(REQUIRED);
        field.input.focus();
        return null;
      }
      if (value !== undefined) options[field.name] = value;
    }
    return options;
  }

  async use() {
    if (this.busy) return;
    this.fault("");
    this.busy = true;
    this.send.classList.add("waiting");
    try {
      const options = await this.read();
      if (!options) return;
      const { command, channel } = this;
      const answer = await this.doing.run(() => api.slash({ user: store.me, channel, command: command.path, options, wait: 0 }), (text) => this.fault(text));
      if (answer?.ok && this.command === command) this.leave();
    } catch (error) {
      this.fault(error.message);
    } finally {
      this.busy = false;
      this.send.classList.remove("waiting");
    }
  }

  fault(text) {
    this.error.hidden = !text;
    this.error.textContent = text;
  }

  leave() {
    if (!this.isOpen) return;
    this.element.hidden = true;
    this.element.replaceChildren();
    this.command = null;
    this.fields = [];
    this.doing.left();
  }
}
