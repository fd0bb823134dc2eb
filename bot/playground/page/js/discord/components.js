/** Buttons, menus and the layout components of a message (https://discord.com/developers/docs/components). */
import { h, link, loadablePicture, safeUrl } from "../dom.js";
import { markdown } from "./markdown.js";
import { store } from "./store.js";

const STYLES = { 1: "primary", 2: "", 3: "success", 4: "danger", 5: "", 6: "primary" };
const RENDER = {
  1: (row, act) => h("div", { class: "actions" }, row.components.map((each) => component(each, act))),
  2: button,
  3: menu,
  5: (select, act) => menu(select, act, people()),
  6: (select, act) => menu(select, act, store.roles.map((role) => ({ label: role.name, value: role.id }))),
  7: (select, act) => menu(select, act, people()),
  8: (select, act) => menu(select, act, store.channels.map((channel) => ({ label: `#${channel.name}`, value: channel.id }))),
  9: (section, act) => h("div", { class: "section" }, h("div", { class: "section-words" }, section.components.map((each) => component(each, act))),
    h("div", { class: "accessory" }, component(section.accessory, act))),
  10: (text) => h("div", { class: "words", dir: "auto" }, markdown(text.content)),
  11: (thumbnail) => picture(thumbnail.media?.url, thumbnail.description, "accessory-picture"),
  12: (gallery) => h("div", { class: "gallery" }, gallery.items.map((item) => picture(item.media?.url, item.description, "block-picture"))),
  13: (file) => h("div", { class: "file" }, link(file.file?.url ?? "", file.name ?? "File")),
  14: (separator) => separator.divider === false ? h("div", { class: "gap" }) : h("hr", { class: "divider" }),
  17: (container, act) => h("div", { class: ["card", "embed"] , data: { tint: tint(container.accent_color) } },
    container.components.map((each) => component(each, act))),
};

/** @param {any} data @param {{click: (id: string, node: HTMLElement) => void, select: (id: string, values: string[], node: HTMLElement) => void}} act */
export function component(data, act) {
  return RENDER[data?.type]?.(data, act) ?? h("div", { class: "unknown" }, `A component of type ${data?.type} that this page can't show.`);
}

export const components = (list, act) => (list ?? []).map((each) => component(each, act));

const people = () => store.people.filter((person) => person.inside !== false).map((person) => ({ label: person.display, value: person.id }));

function button(data, act) {
  const label = [data.emoji?.name ? `${data.emoji.name} ` : "", data.label ?? ""];
  if (data.style === 5) return h("a", { class: "button", href: safeUrl(data.url ?? ""), target: "_blank", rel: "noopener noreferrer" }, label, " ↗");
  const node = h("button", { type: "button", class: ["button", STYLES[data.style] ?? ""], disabled: data.disabled,
    "aria-label": data.label ? undefined : data.emoji?.name, data: { customId: data.custom_id }, on: { click: () => act.click(data.custom_id, node) } }, label);
  return node;
}

function menu(data, act, options = data.options ?? []) {
  const several = (data.max_values ?? 1) > 1;
  const chosen = new Set([...(data.default_values ?? []).map((each) => each.id), ...options.filter((each) => each.default).map((each) => each.value)]);
  const node = h("select", { class: "field short", multiple: several, disabled: data.disabled, "aria-label": data.placeholder ?? "Choose",
    data: { customId: data.custom_id } },
  several ? null : h("option", { value: "", disabled: (data.min_values ?? 1) > 0, selected: chosen.size === 0, hidden: (data.min_values ?? 1) > 0 }, data.placeholder ?? "Choose…"),
  options.map((each) => h("option", { value: each.value, selected: chosen.has(each.value), title: each.description },
    [each.emoji?.name ? `${each.emoji.name} ` : "", each.label, each.description ? ` — ${each.description}` : ""].join(""))));
  node.addEventListener("change", () => {
    const values = [...node.selectedOptions].map((each) => each.value).filter(Boolean);
    if (!several || values.length >= (data.min_values ?? 1)) act.select(data.custom_id, values, node);
  });
  return node;
}

export function picture(address, description, kind) {
  const source = loadablePicture(address ?? "");
  if (!source) return h("span", { class: ["picture", kind] }, h("span", { class: "picture-missing" }, "Picture elsewhere", address ? link(address, "Open it") : null));
  return link(source, h("span", { class: ["picture", kind] }, h("img", { src: source, alt: description || "Picture", loading: "lazy", decoding: "async" })));
}

/** A colour of one of eight bars: a style attribute is refused by the page's policy. */
export function tint(color) {
  if (!color) return undefined;
  const [red, green, blue] = [color >> 16 & 255, color >> 8 & 255, color & 255];
  const most = Math.max(red, green, blue);
  if (most - Math.min(red, green, blue) < 24) return "grey";
  if (most === red) return green > 110 ? "gold" : blue > 110 ? "pink" : "red";
  if (most === green) return "green";
  return red > 110 ? "violet" : "blue";
}
