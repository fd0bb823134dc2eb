/** The box at the foot: writes a message, or runs a slash command with suggestions and usage hints. */
import { suggestions } from "./commands.js";
import { h, icon } from "./dom.js";
import { display, names } from "./names.js";
import { toast } from "./toasts.js";

export class Composer {
  /**
   * @param {{id: string, label: string, placeholder: string, commands: boolean,
   *   send: (text: string) => Promise<any>, run?: (command: string, text: string) => Promise<any>}} options
   */
  constructor(options) {
    this.options = options;
    this.active = -1;
    this.shown = [];
    this.hints = h("div", { class: "suggestions", role: "listbox", id: `${options.id}-hints`, "aria-label": "Slash commands", hidden: true });
    this.input = h("textarea", { id: options.id, class: "composer-input", rows: "1", "aria-label": options.label, placeholder: options.placeholder,
      autocomplete: "off", dir: "auto", role: options.commands ? "combobox" : null, "aria-expanded": options.commands ? "false" : null,
      "aria-controls": options.commands ? `${options.id}-hints` : null, "aria-autocomplete": options.commands ? "list" : null,
      on: { input: () => this.changed(), keydown: (event) => this.key(event), blur: () => setTimeout(() => this.hide(), 150) } });
    this.button = h("button", { type: "submit", class: "send", "aria-label": "Send", title: "Send", disabled: true }, icon("send"));
    this.element = h("form", { class: "composer", on: { submit: (event) => { event.preventDefault(); this.submit(); } } },
      this.hints, h("div", { class: "composer-box" }, this.input, this.button));
  }

  focus() {
    this.input.focus();
  }

  setPlaceholder(text) {
    this.input.placeholder = text;
    this.input.setAttribute("aria-label", text);
  }

  changed() {
    this.button.disabled = !this.input.value.trim();
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 180)}px`;
    this.suggest();
  }

  suggest() {
    const text = this.input.value;
    this.shown = this.options.commands && text.startsWith("/") && !text.includes("\n") ? suggestions(text) : [];
    if (this.shown.length === 0) return this.hide();
    this.active = 0;
    this.hints.replaceChildren(...this.shown.map((entry, index) => h("div", { role: "option", id: `${this.options.id}-hint-${index}`,
      class: "suggestion", data: { command: entry.insert }, on: { mousedown: (event) => { event.preventDefault(); this.take(entry); },
        mousemove: () => { this.active = index; this.mark(); } } },
    h("span", { class: "suggestion-name" }, entry.shown), h("span", { class: "hint" }, entry.about))));
    this.hints.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    return this.mark();
  }

  hide() {
    this.hints.hidden = true;
    this.shown = [];
    if (this.options.commands) this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  mark() {
    [...this.hints.children].forEach((node, index) => {
      node.setAttribute("aria-selected", String(index === this.active));
      if (index === this.active) node.scrollIntoView({ block: "nearest" });
    });
    this.input.setAttribute("aria-activedescendant", `${this.options.id}-hint-${this.active}`);
  }

  take(entry) {
    this.input.value = entry.insert;
    this.changed();
    this.focus();
  }

  key(event) {
    if (event.isComposing) return;
    const open = this.shown.length > 0;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (open && step) {
      event.preventDefault();
      this.active = (this.active + step + this.shown.length) % this.shown.length;
      this.mark();
    } else if (open && event.key === "Tab" && !event.shiftKey) {
      event.preventDefault();
      this.take(this.shown[this.active]);
    } else if (open && event.key === "Escape") {
      event.preventDefault();
      this.hide();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.enter(open);
    }
  }

  /** Enter completes an unfinished command and runs a complete one. */
  enter(open) {
    const entry = open ? this.shown[this.active] : null;
    if (entry && entry.insert.trim() !== this.input.value.trim() && entry.insert.startsWith(this.input.value)) this.take(entry);
    else this.submit();
  }

  /** What is sent while something else is still on its way waits its turn. */
  submit() {
    const text = this.input.value.trim();
    if (!text) return;
    this.hide();
    this.input.value = "";
    this.changed();
    this.last = (this.last ?? Promise.resolve()).then(() => this.deliver(text));
  }

  async deliver(text) {
    try {
      const command = this.options.commands ? /^(\/\S+)\s*([\s\S]*)$/.exec(text) : null;
      if (command) await this.options.run(command[1], command[2]);
      else await this.options.send(encode(text));
    } catch (error) {
      if (!this.input.value) this.input.value = text;
      this.changed();
      toast(error.message);
    }
  }
}

/** Full names after an @ become mentions; the server marks up handles, channels and addresses, and escapes the rest. */
function encode(text) {
  const longestFirst = [...names.people()].sort((one, other) => display(other).length - display(one).length);
  return longestFirst.reduce((out, person) =>
    out.replace(new RegExp(`(^|\\s)@${literal(display(person))}(?![\\p{L}\\p{N}])`, "giu"), `$1<@${person.id}>`), text);
}

/** A name as a pattern that matches just that name. */
const literal = (name) => name.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
