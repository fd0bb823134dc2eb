/** The open form. What was typed stays until it was taken: a refusal or a missing answer only adds words to it. */
import { fill, h, icon, iconButton } from "../dom.js";
import { toast } from "../toasts.js";
import { api } from "./api.js";
import { formField } from "./formfields.js";
import { markdown } from "./markdown.js";
import { store } from "./store.js";

const NOT_TAKEN = "Something went wrong. Try again.";

export class Modal {
  /** @param {{after: () => void}} hooks */
  constructor(hooks) {
    this.hooks = hooks;
    this.shown = null;
    this.fields = [];
    this.form = h("form", { class: "modal-form", novalidate: true, on: { submit: (event) => { event.preventDefault(); this.submit(); } } });
    this.dialog = h("dialog", { class: "dialog modal", "aria-labelledby": "discord-modal-title", data: { testid: "discord-modal" } }, this.form);
    this.dialog.addEventListener("cancel", (event) => { event.preventDefault(); this.dismiss(); });
    document.body.append(this.dialog);
  }

  /** @param {any|null} modal the person's open form. While one is being sent, the server's news of it wait. */
  show(modal) {
    if (this.busy) return;
    if (!modal) this.close();
    else if (this.shown?.id !== modal.id) this.open(modal);
  }

  open(modal) {
    this.shown = modal;
    this.fields = [];
    this.alert = h("div", { class: "warning modal-warning", role: "alert", hidden: true });
    this.send = h("button", { type: "submit", class: "button primary", data: { testid: "discord-modal-submit" } }, "Submit");
    fill(this.form,
      h("header", { class: "modal-head" }, h("span", { class: "avatar small app-avatar", "aria-hidden": "true" }, icon("spark")),
        h("h2", { id: "discord-modal-title", class: "dialog-title" }, modal.title), iconButton("close", "Close", () => this.dismiss())),
      this.alert, h("div", { class: "modal-body" }, modal.components.map((each) => this.part(each))),
      h("footer", { class: "modal-foot" }, h("button", { type: "button", class: "button", on: { click: () => this.dismiss() } }, "Cancel"), this.send));
    if (!this.dialog.open) this.dialog.showModal();
    this.fields[0]?.focus();
  }

  close() {
    this.shown = null;
    if (this.dialog.open) this.dialog.close();
  }

  part(data) {
    if (data.type === 1) return data.components.map((each) => this.field(each, each.label, ""));
    if (data.type === 18) return this.field(data.component, data.label, data.description);
    if (data.type === 10) return h("div", { class: "words", dir: "auto" }, markdown(data.content));
    return null;
  }

  field(data, label, hint) {
    const id = `modal-${data.custom_id}`;
    const made = formField(data, id, label ?? "");
    const about = `modal-about-${this.fields.length}`;
    const error = h("div", { class: "input-error", id: `${about}-error`, hidden: true });
    const block = h("div", { class: "input-block" },
      made.grouped && data.type === 23 ? null : h(made.grouped ? "div" : "label", { class: "input-label", for: made.grouped ? undefined : id, dir: "auto" },
        label ?? "", data.required === false ? h("span", { class: "optional" }, "optional") : null),
      made.node, error, h("div", { class: "input-hint", id: about }, hint ?? ""));
    block.querySelector(`#${CSS.escape(id)}`)?.setAttribute("aria-describedby", `${about}-error ${about}`);
    this.fields.push({ ...made, id: data.custom_id, say(text) {
      error.textContent = text;
      error.hidden = !text;
      block.classList.toggle("invalid", Boolean(text));
      block.querySelector(`#${CSS.escape(id)}`)?.setAttribute("aria-invalid", String(Boolean(text)));
    } });
    return block;
  }

  /** Say at each field what is wrong with it; whether all is well. */
  check() {
    const faults = this.fields.map((field) => field.fault());
    this.fields.forEach((field, at) => field.say(faults[at]));
    const first = faults.findIndex(Boolean);
    if (first < 0) return true;
    this.warn(faults[first]);
    this.fields[first].focus();
    return false;
  }

  async submit() {
    if (this.busy || !this.shown) return;
    this.warn("");
    if (!this.check()) return;
    this.busy = true;
    this.send.classList.add("waiting");
    try {
      const values = {};
      for (const field of this.fields) values[field.id] = await field.read();
      const answer = await api.submit({ user: store.me, modal: this.shown.id, values, wait: 0 });
      if (answer.acked === false) this.warn(NOT_TAKEN);
      else this.close();
    } catch (error) {
      this.warn(error.message);
    } finally {
      this.busy = false;
      this.send.classList.remove("waiting");
      this.hooks.after();
    }
  }

  warn(text) {
    this.alert.hidden = !text;
    fill(this.alert, text ? [icon("warn", "icon small"), h("span", {}, text)] : []);
  }

  async dismiss() {
    const modal = this.shown;
    if (!modal || this.busy) return;
    this.close();
    try {
      await api.close({ user: store.me, modal: modal.id });
    } catch (error) {
      if (error.code === "unreachable") toast(error.message);
    }
  }
}
