/** Pictures and files of a message: where the page may load them, and those hidden until they are asked for. */
import { h, icon, link, loadablePicture } from "../dom.js";

const SPOILER = /^SPOILER_/;

/** No address is no picture: read as an address it would be the page's own. */
const source = (address) => (address ? loadablePicture(address) : null);

/** @param {string|undefined} address @param {string|undefined} description @param {string} kind a class of its size */
export function picture(address, description, kind, { spoiler = false } = {}) {
  const found = source(address);
  if (!found) return h("span", { class: ["picture", kind] }, h("span", { class: "picture-missing" }, "Picture elsewhere", address ? link(address, "Open it") : null));
  const shown = link(found, h("span", { class: ["picture", kind] }, h("img", { src: found, alt: description || "Picture", loading: "lazy", decoding: "async" })));
  shown.classList.add("picture-link");
  return spoiler ? covered(shown, kind) : shown;
}

/** A small round one beside a name; nothing when the page may not load it. */
export function smallPicture(address) {
  const found = source(address);
  return found ? h("img", { class: "small-picture", src: found, alt: "", loading: "lazy" }) : null;
}

/** A spoiler: a button in its place and of its size until it is pressed. */
export function covered(shown, kind = "") {
  const node = h("button", { type: "button", class: ["cover", kind], "aria-label": "Spoiler: show it", on: { click: () => {
    node.replaceWith(shown);
    (shown.matches("a") ? shown : shown.querySelector("a, button"))?.focus();
  } } }, h("span", { class: "cover-word" }, "Spoiler"));
  return node;
}

export const isPicture = (file) => String(file.content_type ?? "").startsWith("image/") && Boolean(source(file.url));

export const hidden = (file) => SPOILER.test(file.filename ?? "");

const size = (bytes) => (bytes >= 1_000_000 ? `${(bytes / 1_000_000).toFixed(1)} MB` : `${Math.max(1, Math.ceil(bytes / 1000))} kB`);

export function fileCard(address, name, bytes) {
  return h("div", { class: "file" }, icon("file"), link(address ?? "", name || "File"), bytes ? h("span", { class: "hint" }, size(bytes)) : null);
}
