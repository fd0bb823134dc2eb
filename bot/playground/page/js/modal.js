/**
 * The stack of open modals, as the server has it: we draw the top one. What was typed stays while a view is
 * updated (same block and action), covered by a pushed one, or refused with errors.
 */
import { readValues, viewContext } from "./acting.js";
import { acked, api } from "./api.js";
import { renderBlocks } from "./blocks.js";
import { fill, h, icon, iconButton } from "./dom.js";
import { store } from "./store.js";
import { label } from "./text.js";
import { keepingFocus } from "./timeline.js";
import { toast } from "./toasts.js";

const FORGOTTEN = "The workspace was started anew and no longer knows this window, so it can't be sent. What you entered is still here: copy what you need, then close it.";
const SUBMIT_LOST = "The app didn't answer in time. What you entered is still here; please try again.";

export class Modals {
  constructor() {
    this.drafts = new Map();
    this.drawn = null;
    this.opener = null;
    this.busy = false;
    this.enabled = true;
    this.startedAnew = false; // whether the server may have forgotten what was open
    this.forgottenBy = null; // whose window is shown that the server doesn't know any more
    this.form = h("form", { class: "modal-form", novalidate: true, on: { submit: (event) => this.submit(event) } });
    this.dialog = h("dialog", { class: "dialog modal", role: "dialog", "aria-labelledby": "modal-title", "aria-modal": "true",
      data: { testid: "modal" } }, this.form);
    this.dialog.addEventListener("cancel", (event) => {
      if (event.target !== this.dialog) return;
      event.preventDefault();
      this.dismiss();
    });
    // A browser closes a dialog by itself on the second Esc: the server still has to hear of it.
    this.dialog.addEventListener("close", () => this.enabled && this.drawn && this.dismiss());
    document.body.append(this.dialog);
  }

  /** @param {any[]} stack open modals, bottom first */
  show(stack) {
    const known = new Set(stack.map((view) => view.id));
    if (this.keepsForgotten(known)) return;
    for (const id of [...this.drafts.keys()]) if (!known.has(id)) this.drafts.delete(id);
    const top = stack.at(-1);
    if (!top) {
      this.hide();
      return;
    }
    const same = this.drawn && this.drawn.view.id === top.id && this.drawn.view.hash === top.hash;
    const told = JSON.stringify(top.errors ?? {});
    if (!same) {
      this.keepDraft();
      this.draw(top, stack.length > 1);
    }
    this.open();
    // Errors that another hand's submission brought; our own are shown at once.
    if (told !== this.told && told !== "{}" && !this.busy) this.showErrors(top.errors);
    this.told = told;
  }

  /** After the server went away: a window that is open here and unknown there stays, for what was typed in it. */
  keepsForgotten(known) {
    const lost = this.drawn && !this.busy && !known.has(this.drawn.view.id);
    if (this.startedAnew && lost && !this.forgottenBy) {
      this.forgottenBy = store.me;
      this.warn(FORGOTTEN);
      this.submitButton?.setAttribute("disabled", "");
    }
    this.startedAnew = false;
    if (lost && this.forgottenBy === store.me) return true;
    this.forgottenBy = null;
    return false;
  }

  /** While another half of the page is shown, a window waits. */
  enable(on) {
    this.enabled = on;
    if (!on) this.dialog.close();
    else if (this.drawn) this.open();
  }

  open() {
    if (this.dialog.open || !this.enabled) return;
    this.opener = focusMark(document.activeElement);
    this.dialog.showModal();
    this.focusFirst();
  }

  hide() {
    this.drawn = null;
    if (!this.dialog.open) return;
    this.dialog.close();
    this.form.replaceChildren();
    this.opener?.();
  }

  keepDraft() {
    if (this.drawn) this.drafts.set(this.drawn.view.id, readValues(this.drawn.ctx.controls));
  }

  draw(view, pushed) {
    const sameView = this.drawn?.view.id === view.id;
    const ctx = viewContext(view, { warn: (text) => this.warn(text), after: () => store.emit("views") });
    const before = this.body?.scrollTop ?? 0;
    keepingFocus(this.form, () => fill(this.form, ...this.parts(view, ctx, pushed)), () => this.body);
    this.drawn = { view, ctx };
    this.restore(view);
    if (sameView) this.body.scrollTop = before;
    else if (this.dialog.open) this.focusFirst();
  }

  parts(view, ctx, pushed) {
    this.alert = h("div", { class: "warning modal-warning", role: "alert", hidden: true });
    this.body = h("div", { class: "modal-body", tabindex: "-1" }, renderBlocks(view.blocks, ctx));
    this.submitButton = view.submit ? h("button", { type: "submit", class: "button primary", data: { testid: "modal-submit" } }, label(view.submit)) : null;
    const closeName = label(view.close) || (pushed ? "Back" : "Cancel");
    return [
      h("header", { class: "modal-head" },
        pushed ? iconButton("back", "Back to the previous step", () => this.dismiss()) : h("span", { class: "avatar small app-avatar", "aria-hidden": "true" }, icon("spark")),
        h("h2", { id: "modal-title", class: "dialog-title" }, label(view.title) || "Goodword"),
        iconButton("close", "Close", () => this.dismiss())),
      this.alert, this.body,
      h("footer", { class: "modal-foot" }, h("span", { class: "hint modal-app" }, store.app.name),
        h("button", { type: "button", class: "button", data: { testid: "modal-close" }, on: { click: () => this.dismiss() } }, closeName),
        this.submitButton),
    ];
  }

  restore(view) {
    const draft = this.drafts.get(view.id) ?? view.state?.values;
    for (const { blockId, actionId, control } of this.drawn.ctx.controls) {
      const state = draft?.[blockId]?.[actionId];
      if (state) control.restore(state);
    }
  }

  focusFirst() {
    const marked = this.form.querySelector("[autofocus]");
    const first = this.body.querySelector("input, textarea, select, .picker, button:not([disabled])");
    (marked ?? first ?? this.submitButton ?? this.body).focus();
  }

  warn(text) {
    this.alert.hidden = !text;
    fill(this.alert, text ? [icon("warn", "icon small"), h("span", {}, text)] : []);
  }

  /** A warning that came from elsewhere; false when that view is not on the screen. */
  warnOn(viewId, text) {
    if (this.drawn?.view.id !== viewId) return false;
    this.warn(text);
    return true;
  }

  async submit(event) {
    event.preventDefault();
    if (this.busy || !this.drawn?.view.submit) return;
    const { view, ctx } = this.drawn;
    const problems = missing(ctx.controls);
    this.showErrors(problems);
    if (Object.keys(problems).length) return;
    this.setBusy(true);
    this.warn("");
    try {
      const answer = await api.submit({ user: store.me, view_id: view.id, values: readValues(ctx.controls) });
      const errors = errorsIn(answer);
      if (errors) this.showErrors(errors);
      else if (!acked(answer)) this.warn(SUBMIT_LOST);
      else if (answer.ok === false) this.warn(answer.message);
    } catch (error) {
      this.refused(error);
    } finally {
      this.setBusy(false);
      store.emit("views");
    }
  }

  refused(error) {
    const errors = errorsIn(error.body);
    if (errors) this.showErrors(errors);
    else if (error.body?.acked === false) this.warn(SUBMIT_LOST);
    else this.warn(error.message);
  }

  setBusy(busy) {
    this.busy = busy;
    this.dialog.setAttribute("aria-busy", String(busy));
    this.submitButton?.toggleAttribute("disabled", busy);
    this.submitButton?.classList.toggle("waiting", busy);
  }

  /** Errors by block id; the first one gets the focus, one that fits no block is shown on top. */
  showErrors(errors) {
    let first = null;
    for (const node of this.body.querySelectorAll(".input-block")) {
      const text = errors[node.dataset.blockId];
      const place = node.querySelector(".input-error");
      place.hidden = !text;
      fill(place, text ?? "");
      node.classList.toggle("invalid", Boolean(text));
      const control = this.drawn.ctx.controls.find(({ blockId, control: each }) => blockId === node.dataset.blockId && each.input);
      control?.control.element.setAttribute("aria-invalid", String(Boolean(text)));
      if (text && !first) first = control?.control;
    }
    const homeless = Object.entries(errors).filter(([id]) => !this.body.querySelector(`.input-block[data-block-id="${CSS.escape(id)}"]`));
    if (homeless.length) this.warn(homeless.map(([, text]) => text).join(" "));
    first?.focus();
  }

  async dismiss() {
    if (this.busy || !this.drawn) return;
    const { view } = this.drawn;
    this.drafts.delete(view.id);
    this.drawn = null;
    if (this.forgottenBy) { // nobody there has to hear of it
      this.forgottenBy = null;
      this.hide();
      store.emit("views");
      return;
    }
    try {
      await api.close({ user: store.me, view_id: view.id });
    } catch (error) {
      if (error.code !== "not_found" && error.code !== "view_not_found") toast(error.message);
    }
    store.emit("views");
  }
}

function missing(controls) {
  const problems = {};
  for (const { blockId, control } of controls) {
    if (!control.input) continue;
    if (control.missing()) {
      if (!control.optional) problems[blockId] = "Please complete this required field.";
    } else if (control.problem?.()) {
      problems[blockId] = control.problem();
    }
  }
  return problems;
}

/** The app's own refusal (`response_action: errors`) or the playground's, by block id. */
function errorsIn(answer) {
  const found = answer?.errors ?? answer?.response?.errors;
  return found && typeof found === "object" && Object.keys(found).length ? found : null;
}

/** How to find the focused element again after its card was drawn anew. */
function focusMark(element) {
  const row = element?.closest?.("[data-ts]");
  const { actionId } = element?.dataset ?? {};
  return () => {
    if (element instanceof HTMLElement && element.isConnected && element !== document.body) return element.focus();
    const again = row && [...document.querySelectorAll(`[data-ts="${CSS.escape(row.dataset.ts)}"]`)].at(0);
    const button = again && actionId ? [...again.querySelectorAll("[data-action-id]")].find((each) => each.dataset.actionId === actionId) : null;
    return (button ?? again ?? document.getElementById("composer"))?.focus();
  };
}
