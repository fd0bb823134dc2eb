/** An embed: a card with a bar of its colour, an author, a title, words, fields, pictures and a foot. */
import { h, link } from "../dom.js";
import { fullTime } from "../times.js";
import { tint } from "./components.js";
import { inline, markdown } from "./markdown.js";
import { picture, smallPicture } from "./media.js";

const linked = (address, words) => (address ? link(address, words) : words);

export function embed(data) {
  const words = h("div", { class: "section-words" },
    data.author ? h("div", { class: "embed-author", dir: "auto" }, smallPicture(data.author.icon_url), linked(data.author.url, data.author.name)) : null,
    data.title ? h("div", { class: "header", dir: "auto" }, linked(data.url, inline(data.title))) : null,
    data.description ? h("div", { class: "words", dir: "auto" }, markdown(data.description)) : null,
    fields(data.fields ?? []));
  return h("div", { class: "card embed", data: { tint: tint(data.color) } },
    data.thumbnail ? h("div", { class: "section with-picture" }, words, h("div", { class: "accessory" }, picture(data.thumbnail.url, data.thumbnail.description || data.title, "accessory-picture"))) : words,
    data.image ? picture(data.image.url, data.image.description || data.title, "block-picture") : null,
    foot(data));
}

/** Inline ones share a line, three at most; the others have one each. */
function fields(list) {
  if (!list.length) return null;
  return h("dl", { class: "embed-fields" }, list.map((field) => h("div", { class: field.inline ? "" : "wide-field" },
    h("dt", { class: "input-label", dir: "auto" }, inline(field.name)), h("dd", { class: "words", dir: "auto" }, markdown(field.value)))));
}

function foot(data) {
  if (!data.footer && !data.timestamp) return null;
  const words = [data.footer?.text, data.timestamp ? fullTime(new Date(data.timestamp)) : ""].filter(Boolean).join(" · ");
  return h("div", { class: "context", dir: "auto" }, smallPicture(data.footer?.icon_url), h("span", {}, words));
}
