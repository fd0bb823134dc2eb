/** The open form. What was typed stays when sending it failed. */
import { fill, h, icon, iconButton } from "../dom.js";
import { toast } from "../toasts.js";
import { api } from "./api.js";
import { readFile } from "./fields.js";
import { markdown } from "./markdown.js";
import { store } from "./store.js";

export class Modal {
  /** @param {{after: () => void}} hooks */
  constructor(hooks) {
    this.hooks = hooks;
    this.shown = null;
    this.form = h("form", { class: "modal-form", novalidate: true, on: { submit: (event) => { event.preventDefault(); this.submit(); } } });
    this.dialog = h("dialog", { class: "dialog modal", "aria-labelledby": "discord-modal-title", data: { testid: "discord-modal" } }, this.form);
    this.dialog.addEventListener("cancel", (event) => { event.preventDefault(); this.dismiss(); });
    document.body.append(this.dialog);
  }

  /** @param {any|null} modal the person's open form */
  show(modal) {
    if (!modal) {
      this.shown = null;
      if (this.dialog.open) this.dialog.close();
      return;
    }
    if (this.shown?.id === modal.id) return;
    this.shown = modal;
    this.inputs = [];
    this.alert = h("div", { class: "warning modal-warning", role: "alert", hidden: true });
    this.send = h("button", { type: "submit", class: "button primary", data: { testid: "discord-modal-submit" } }, "Submit");
    fill(this.form,
      h("header", { class: "modal-head" }, h("span", { class: "avatar small app-avatar", "aria-hidden": "true" }, icon("spark")),
        h("h2", { id: "discord-modal-title", class: "dialog-title" }, modal.title), iconButton("close", "Close", () => this.dismiss())),
      this.alert, h("div", { class: "modal-body" }, modal.components.map((each) => this.part(each))),
      h("footer", { class: "modal-foot" }, h("button", { type: "button", class: "button", on: { click: () => this.dismiss() } }, "Cancel"), this.send));
    if (!this.dialog.open) this.dialog.showModal();
    this.form.querySelector("input, textarea, select")?.focus();
  }

  part(data) {
    if (data.type === 1) return data.components.map((each) => this.field(each, each.label, ""));
    if (data.type === 18) return this.field(data.component, data.label, data.description);
    if (data.type === 10) return h("div", { class: "words" }, markdown(data.content));
    return null;
  }

  field(data, label, hint) {
    const id = `modal-${data.custom_id}`;
    const made = this.control(data, id);
    this.inputs.push({ id: data.custom_id, required: data.required !== false, read: made.read, node: made.node });
    return h("div", { class: "input-block" }, h("label", { class: "input-label", for: id }, label ?? "", data.required === false ? h("span", { class: "optional" }, "optional") : null),
      made.node, h("div", { class: "input-hint" }, hint ?? ""));
  }

  control(data, id) {
    if (data.type === 4) {
      const common = { id, class: "field", placeholder: data.placeholder, minlength: data.min_length, maxlength: data.max_length, data: { customId: data.custom_id } };
      const node = data.style === 2 ? h("textarea", { ...common, rows: "4" }) : h("input", { ...common, type: "text", autocomplete: "off" });
      node.value = data.value ?? "";
      return { node, read: async () => node.value };
    }
    if (data.type === 19) {
      const node = h("input", { id, class: "field", type: "file", multiple: (data.max_values ?? 1) > 1, data: { customId: data.custom_id } });
      return { node, read: async () => Promise.all([...node.files].map(readFile)) };
    }
    const several = (data.max_values ?? 1) > 1;
    const node = h("select", { id, class: "field", multiple: several, data: { customId: data.custom_id } }, several ? null : h("option", { value: "" }, data.placeholder ?? "—"),
      options(data).map((each) => h("option", { value: each.value, selected: each.default }, each.label)));
    return { node, read: async () => [...node.selectedOptions].map((each) => each.value).filter(Boolean) };
  }

  async submit() {
    if (this.busy || !this.shown) return;
    this.warn("");
    const values = {};
    try {
      for (const input of this.inputs) {
        values[input.id] = await input.read();
        if (input.required && !values[input.id]?.length) {
          input.node.focus();
          this.warn("Please fill in what is required.");
          return;
        }
      }
      this.busy = true;
      this.send.classList.add("waiting");
      const answer = await api.submit({ user: store.me, modal: this.shown.id, values });
      if (answer.acked === false) this.warn("Something went wrong. Try again.");
      else this.show(null);
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
    this.show(null);
    if (!modal) return;
    try {
      await api.close({ user: store.me, modal: modal.id });
    } catch (error) {
      if (error.code === "unreachable") toast(error.message);
    }
  }
}

function options(data) {
  if (data.type === 3) return data.options ?? [];
  if (data.type === 6) return store.roles.map((role) => ({ label: role.name, value: role.id }));
  if (data.type === 8) return store.channels.map((channel) => ({ label: `#${channel.name}`, value: channel.id }));
  return store.people.map((person) => ({ label: person.display, value: person.id }));
}
