/** The box at the foot: writes a message, with files, or as a reply; or finds a slash command. */
import { h, icon, iconButton } from "../dom.js";
import { toast } from "../toasts.js";
import { api } from "./api.js";
import { CommandForm } from "./commandform.js";
import { fitting, slashCommands } from "./commands.js";
import { Draft } from "./draft.js";
import { store } from "./store.js";

export class Composer {
  /** @param {{channel: () => string, run: (act: () => Promise<any>, say?: (text: string) => void) => Promise<any>}} options */
  constructor(options) {
    this.options = options;
    this.commands = [];
    this.messageCommands = [];
    this.userCommands = [];
    this.shown = [];
    this.active = -1;
    this.sending = Promise.resolve();
    this.form = new CommandForm({ ...options, left: () => { this.box.hidden = false; this.input.focus(); } });
    this.draft = new Draft((undo) => { if (undo) this.input.value = ""; this.fit(); this.input.focus(); });
    this.hints = h("div", { class: "suggestions", role: "listbox", id: "discord-hints", "aria-label": "Slash commands", hidden: true });
    this.input = h("textarea", { id: "discord-composer", class: "composer-input", rows: "1", "aria-label": "Message", placeholder: "Message", autocomplete: "off", dir: "auto",
      role: "combobox", "aria-expanded": "false", "aria-controls": "discord-hints", "aria-autocomplete": "list",
      on: { input: () => { this.fit(); this.suggest(); }, keydown: (event) => this.onKey(event), blur: () => this.hide(), paste: (event) => this.paste(event) } });
    this.attach = iconButton("plus", "Attach files", () => this.draft.input.click(), { data: { testid: "discord-attach" } });
    this.box = h("div", { class: "composer-whole" }, this.draft.element,
      h("div", { class: "composer-box" }, this.attach, this.draft.input, this.input,
        h("button", { type: "button", class: "send", "aria-label": "Send", on: { click: () => this.send() } }, icon("send"))));
    this.element = h("div", { class: "composer" }, this.hints, this.form.element, this.box);
  }

  /** Read what the person is offered in the open channel. */
  async load() {
    const { me } = store;
    const channel = this.options.channel();
    let offered = [];
    try {
      offered = (await api.commands(me, channel)).commands ?? [];
    } catch (error) {
      if (error.code === "unreachable") throw error;
    }
    if (me !== store.me || channel !== this.options.channel()) return;
    this.commands = slashCommands(offered);
    this.userCommands = offered.filter((command) => command.type === 2);
    this.messageCommands = offered.filter((command) => command.type === 3);
    if (this.form.isOpen && !this.commands.some((command) => command.path === this.form.command.path)) this.form.leave();
    store.emit("commands");
  }

  focus() {
    if (this.form.isOpen) this.form.focus();
    else this.input.focus();
  }

  placeholder(text) {
    this.input.placeholder = text;
  }

  /** Another place or person: what was begun here stays behind. */
  reset() {
    this.form.leave();
    this.draft.clear();
    this.input.value = "";
    this.fit();
    this.hide();
  }

  fit() {
    this.input.rows = Math.min(8, this.input.value.split("\n").length);
  }

  paste(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    this.draft.add(files);
  }

  reply(message) {
    this.draft.about(message);
    this.focus();
  }

  change(message) {
    this.draft.about(message, true);
    this.input.value = message.content;
    this.fit();
    this.focus();
  }

  suggest() {
    const text = this.input.value;
    if (!text.startsWith("/") || text.includes("\n") || this.draft.editing) return this.hide();
    this.shown = fitting(this.commands, text.slice(1));
    this.hints.replaceChildren(...(this.shown.length ? this.shown.map((command, index) => h("div", { class: "suggestion", role: "option", id: `discord-hint-${index}`,
      data: { command: command.path }, on: { mousedown: (event) => { event.preventDefault(); this.choose(command); } } },
    h("span", { class: "suggestion-name" }, `/${command.shown}`, command.options.filter((option) => option.required).map((option) => h("span", { class: "suggestion-option" }, option.shown_name ?? option.name))),
    h("span", { class: "hint" }, command.about)))
      : [h("div", { class: "picker-note" }, this.commands.length ? "No command begins like this." : "The bot offers no commands here.")]));
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
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp") && !event.altKey) {
      event.preventDefault();
      this.mark((this.active + (event.key === "ArrowDown" ? 1 : -1) + this.shown.length) % this.shown.length);
    } else if (open && (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey))) {
      event.preventDefault();
      this.choose(this.shown[this.active]);
    } else if (event.key === "Escape" && !this.hints.hidden) {
      event.preventDefault();
      this.hide();
    } else if (event.key === "Escape" && !this.draft.isEmpty) {
      event.preventDefault();
      if (this.draft.editing) this.input.value = "";
      this.draft.clear();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    }
  }

  choose(command) {
    this.hide();
    this.input.value = "";
    if (command.options.length) {
      this.box.hidden = true;
      this.form.open(command);
      return;
    }
    const channel = this.options.channel();
    this.options.run(() => api.slash({ user: store.me, channel, command: command.path, options: {}, wait: 0 }));
  }

  /** What is typed in a hurry is sent in its order. */
  send() {
    const text = this.input.value.trim();
    const { editing, replyTo } = this.draft;
    const command = text.startsWith("/") && !editing ? this.commands.find((each) => [each.shown, each.path].includes(text.slice(1))) : null;
    if (command) return this.choose(command);
    if (text.startsWith("/") && !editing) return toast("Choose a command from the list, or write something that doesn't begin with a slash.");
    if (!text && !this.draft.files.length) return undefined;
    const files = this.draft.payload();
    files.catch(() => {}); // said where it is awaited
    const kept = { value: this.input.value, files: this.draft.files, target: this.draft.target };
    const where = { user: store.me, channel: this.options.channel() };
    this.input.value = "";
    this.fit();
    this.draft.clear();
    this.sending = this.sending.then(async () => {
      try {
        if (editing) await api.edit({ ...where, message: editing.id, text });
        else await api.say({ ...where, text, reply_to: replyTo, files: await files });
      } catch (error) {
        this.takeBack(kept, where);
        toast(error.message);
      }
    });
    return this.sending;
  }

  /** A message that was refused is in the box again, unless something else stands there by now. */
  takeBack(kept, where) {
    if (this.input.value || !this.draft.isEmpty || where.user !== store.me || where.channel !== this.options.channel()) return;
    this.input.value = kept.value;
    Object.assign(this.draft, { files: kept.files, target: kept.target });
    this.draft.draw();
    this.fit();
  }
}
