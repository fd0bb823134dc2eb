/** Native dialogs: the browser traps the focus, makes the rest inert and gives the focus back. */
import { h } from "./dom.js";
import { label, textNodes } from "./text.js";

/** Slack's confirmation dialog. Answers whether the person agreed. */
export function confirmDialog(confirm) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const dialog = h("dialog", { class: "dialog confirm", role: "alertdialog", "aria-labelledby": "confirm-title" },
      h("h2", { id: "confirm-title", class: "dialog-title" }, label(confirm.title) || "Are you sure?"),
      h("div", { class: "words dialog-words" }, textNodes(confirm.text)),
      h("div", { class: "dialog-buttons" },
        h("button", { type: "button", class: "button", on: { click: () => dialog.close("no") } }, label(confirm.deny) || "Cancel"),
        h("button", { type: "button", class: ["button", confirm.style === "danger" ? "danger solid" : "primary"],
          data: { confirm: "yes" }, on: { click: () => dialog.close("yes") } }, label(confirm.confirm) || "Yes")));
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector("[data-confirm]").focus();
  });
}
