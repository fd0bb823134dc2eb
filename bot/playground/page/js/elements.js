/** Block Kit elements that stand in sections and actions: buttons, overflow menus, pictures, and value controls. */
import { makeControl } from "./controls.js";
import { confirmDialog } from "./dialog.js";
import { fill, h, icon, loadablePicture, safeUrl } from "./dom.js";
import { openMenu } from "./menu.js";
import { label } from "./text.js";

/**
 * @param {any} element
 * @param {string} blockId
 * @param {any} ctx the surface: `click`, `select`, `suggest`, `register`
 */
export function elementNode(element, blockId, ctx) {
  if (element.type === "button" || element.type === "workflow_button") return button(element, blockId, ctx);
  if (element.type === "overflow") return overflow(element, blockId, ctx);
  if (element.type === "image") return picture(element, "accessory-picture");
  if (element.type === "feedback_buttons" || element.type === "icon_button") return feedback(element, blockId, ctx);
  const name = label(element.placeholder) || element.accessibility_label || "Choose";
  const control = makeControl(element, { name, blockId, ctx, onChange: (value) => confirmed(element, async () => {
    await ctx.select(element, blockId, value);
  }) });
  if (!control) return unknown("element", element.type);
  ctx.register(blockId, element.action_id, control);
  return control.element;
}

export const unknown = (what, type) =>
  h("p", { class: "unknown", role: "note" }, `This page can't draw a ${what} of type “${type ?? "none"}”. Slack may show it.`);

async function confirmed(element, run) {
  if (!element.confirm || await confirmDialog(element.confirm)) await run();
}

function button(element, blockId, ctx) {
  const href = element.url ? safeUrl(element.url) : null;
  const node = h(href ? "a" : "button", {
    type: href ? null : "button", role: href ? "button" : null, href, target: href ? "_blank" : null, rel: href ? "noopener noreferrer" : null,
    class: ["button", element.style === "primary" && "primary", element.style === "danger" && "danger"],
    "aria-label": element.accessibility_label, data: { actionId: element.action_id, blockId },
    on: { click: () => press(node, element, blockId, ctx) },
  }, h("span", { class: "button-words" }, label(element.text)));
  return node;
}

/** A press shows as busy until the app acknowledged, and cannot be repeated meanwhile. */
async function press(node, element, blockId, ctx) {
  if (node.getAttribute("aria-busy") === "true") return;
  await confirmed(element, async () => {
    node.setAttribute("aria-busy", "true");
    try {
      await ctx.click(element, blockId);
    } finally {
      node.removeAttribute("aria-busy");
    }
  });
}

function overflow(element, blockId, ctx) {
  const node = h("button", { type: "button", class: "button overflow", "aria-haspopup": "menu", "aria-expanded": "false",
    "aria-label": "More actions", title: "More actions", data: { actionId: element.action_id, blockId },
    on: { click: () => openMenu(node, (element.options ?? []).map((option) => ({
      label: label(option.text), value: option.value, hint: option.description ? label(option.description) : "",
      run: () => {
        const href = option.url ? safeUrl(option.url) : null;
        if (href) window.open(href, "_blank", "noopener,noreferrer");
        return confirmed(element, () => ctx.select(element, blockId, option.value));
      },
    })), { name: "More actions" }) } }, icon("more"));
  return node;
}

/** The two thumbs of an AI answer, drawn as plain buttons. */
function feedback(element, blockId, ctx) {
  const parts = element.type === "icon_button" ? [element] : [element.positive_button, element.negative_button];
  return h("span", { class: "row" }, parts.filter(Boolean).map((part) =>
    button({ type: "button", action_id: element.action_id, text: part.text, value: part.value }, blockId, ctx)));
}

/** Where a picture block's bytes are: its address, or the uploaded file it names. */
export function pictureAddress(element) {
  const file = element.slack_file;
  return element.image_url ?? (file ? file.url ?? file.url_private ?? (file.id ? `/files/${encodeURIComponent(file.id)}` : null) : null);
}

/** A picture in a frame of fixed size, or of the picture's own shape where that is known: nothing moves when it arrives. */
export function picture(element, className) {
  const alt = element.alt_text || "Picture";
  const address = pictureAddress(element);
  const width = Number(element.image_width) || null;
  const height = Number(element.image_height) || null;
  const frame = h("span", { class: ["picture", className, width && height && "sized"] });
  const missing = (why) => frame.classList.remove("sized") || fill(frame, h("span", { class: "picture-missing" }, icon("eye"), h("span", {}, alt), h("small", {}, why)));
  const local = address ? loadablePicture(address) : null;
  if (!local) {
    missing(address ? `Not loaded: this page shows pictures of this machine only (${hostOf(address)}).` : "No picture given.");
    return frame;
  }
  const image = h("img", { src: local, alt, width, height, loading: "lazy", decoding: "async", on: { error: () => missing("The picture could not be loaded.") } });
  frame.append(image);
  return frame;
}

function hostOf(address) {
  try {
    return new URL(address).host || "unknown host";
  } catch {
    return "not an address";
  }
}
