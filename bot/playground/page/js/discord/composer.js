/** The box at the foot: writes a message, or finds a slash command and asks for its options. */
import { h, icon, iconButton } from "../dom.js";
import { toast } from "../toasts.js";
import { api } from "./api.js";
import { optionField } from "./fields.js";
import { store } from "./store.js";

const SHOWN = 12;

/** Every command a person can use, with subcommands as commands of their own. */
function flatten(commands) {
  const found = [];
  const walk = (entry, path, shown) => {
    const inner = (entry.options ?? []).filter((option) => option.type === 1 || option.type === 2);
    if (!inner.length) found.push({ path, shown, about: entry.shown_description ?? entry.description ?? "", options: entry.options ?? [] });
    for (const option of inner) walk(option, `${path} ${option.name}`, `${shown} ${option.shown_name ?? option.name}`);
  };
  for (const command of commands) if ((command.type ?? 1) === 1) walk(command, command.name, command.shown_name ?? command.name);
  return found;
}

export class Composer {
  /** @param {{channel: () => string, run: (act: () => Promise<any>) => Promise<any>}} options */
  constructor(options) {
    this.options = options;
    this.commands = [];
    this.shown = [];
    this.active = -1;
    this.hints = h("div", { class: "suggestions", role: "listbox", id: "discord-hints", "aria-label": "Slash commands", hidden: true });
    this.input = h("textarea", { id: "discord-composer", class: "composer-input", rows: "1", "aria-label": "Message", placeholder: "Message", autocomplete: "off",
      role: "combobox", "aria-expanded": "false", "aria-controls": "discord-hints", "aria-autocomplete": "list",
      on: { input: () => this.suggest(), keydown: (event) => this.onKey(event), blur: () => setTimeout(() => this.hide(), 150) } });
    this.box = h("div", { class: "composer-box" }, this.input,
      h("button", { type: "button", class: "send", "aria-label": "Send", on: { click: () => this.send() } }, icon("send")));
    this.form = h("form", { class: "command-form", hidden: true, novalidate: true, data: { testid: "command-form" }, on: { submit: (event) => { event.preventDefault(); this.use(); } } });
    this.form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.leaveForm();
    });
    this.element = h("div", { class: "composer" }, this.hints, this.form, this.box);
  }

  /** Read what the person is offered in the open channel. */
  async load() {
    const { me } = store;
    try {
      const answer = await api.commands(me, this.options.channel());
      if (me !== store.me) return;
      this.commands = flatten(answer.commands ?? []);
      this.messageCommands = (answer.commands ?? []).filter((command) => command.type === 3);
    } catch {
      this.commands = [];
      this.messageCommands = [];
    }
    store.emit("commands");
  }

  focus() {
    (this.form.hidden ? this.input : this.form.querySelector("input, select, button"))?.focus();
  }

  placeholder(text) {
    this.input.placeholder = text;
  }

  suggest() {
    const text = this.input.value;
    if (!text.startsWith("/") || text.includes("\n")) return this.hide();
    const wanted = text.slice(1).toLowerCase();
    const fits = (words) => words.toLowerCase().startsWith(wanted) || words.toLowerCase().split(" ").some((word) => wanted && word.startsWith(wanted));
    this.shown = this.commands.filter((command) => fits(command.shown) || fits(command.path)).slice(0, SHOWN);
    this.hints.replaceChildren(...(this.shown.length ? this.shown.map((command, index) => h("div", { class: "suggestion", role: "option", id: `discord-hint-${index}`,
      data: { command: command.path }, on: { mousedown: (event) => { event.preventDefault(); this.choose(command); } } },
    h("span", { class: "suggestion-name" }, `/${command.shown}`), h("span", { class: "hint" }, command.about)))
      : [h("div", { class: "picker-note" }, this.commands.length ? "No command begins like this." : "The bot offers no commands here yet.")]));
    this.hints.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    return this.mark(this.shown.length ? 0 : -1);
  }

  mark(at) {
    this.active = at;
    for (const [index, node] of [...this.hints.children].entries()) node.setAttribute("aria-selected", String(index === at));
    this.hints.children[at]?.scrollIntoView({ block: "nearest" });
    if (at >= 0) this.input.setAttribute("aria-activedescendant", `discord-hint-${at}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  hide() {
    this.hints.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  onKey(event) {
    const open = !this.hints.hidden && this.shown.length > 0;
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      this.mark((this.active + (event.key === "ArrowDown" ? 1 : -1) + this.shown.length) % this.shown.length);
    } else if (open && (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey))) {
      event.preventDefault();
      this.choose(this.shown[this.active]);
    } else if (event.key === "Escape" && !this.hints.hidden) {
      event.preventDefault();
      this.hide();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    }
  }

  choose(command) {
    this.hide();
    this.input.value = "";
    if (!command.options.length) {
      this.options.run(() => api.slash({ user: store.me, channel: this.options.channel(), command: command.path, options: {} }));
      return;
    }
    this.command = command;
    this.fields = command.options.map((option) => optionField(option, (text) => this.suggestions(option, text)));
    this.error = h("div", { class: "input-error", role: "alert", hidden: true });
    this.form.replaceChildren(
      h("div", { class: "command-head" }, h("strong", {}, `/${command.shown}`), h("span", { class: "hint" }, command.about),
        iconButton("close", "Leave the command", () => this.leaveForm())),
      h("div", { class: "options" }, this.fields.map((field) => field.element)), this.error,
      h("div", { class: "command-foot" }, h("button", { type: "submit", class: "button primary", data: { testid: "use-command" } }, "Use command")));
    this.form.hidden = false;
    this.box.hidden = true;
    this.fields[0].input.focus();
  }

  async suggestions(option, text) {
    const options = {};
    for (const field of this.fields) {
      const value = field.name === option.name || field.input.type === "file" ? undefined : await field.read();
      if (value !== undefined) options[field.name] = value;
    }
    try {
      const answer = await api.autocomplete({ user: store.me, channel: this.options.channel(), command: this.command.path, option: option.name, value: text, options });
      return answer.choices ?? [];
    } catch {
      return [];
    }
  }

  async use() {
    if (this.busy) return;
    const options = {};
    this.fault("");
    try {
      for (const field of this.fields) {
        const value = await field.read();
        if (value !== undefined) options[field.name] = value;
        else if (field.required) {
          this.fault("Please fill in what is required.");
          field.input.focus();
          return;
        }
      }
    } catch (error) {
      this.fault(error.message);
      return;
    }
    this.busy = true;
    const answer = await this.options.run(() => api.slash({ user: store.me, channel: this.options.channel(), command: this.command.path, options }), (text) => this.fault(text));
    this.busy = false;
    if (answer?.ok) this.leaveForm();
  }

  fault(text) {
    this.error.hidden = !text;
    this.error.textContent = text;
  }

  leaveForm() {
    this.form.hidden = true;
    this.form.replaceChildren();
    this.box.hidden = false;
    this.input.focus();
  }

  async send() {
    const text = this.input.value.trim();
    if (!text) return;
    if (text.startsWith("/")) {
      toast("Choose a command from the list, or write something that doesn't begin with a slash.");
      return;
    }
    this.input.value = "";
    try {
      await api.say({ user: store.me, channel: this.options.channel(), text });
    } catch (error) {
      this.input.value = text;
      toast(error.message);
    }
  }
}
