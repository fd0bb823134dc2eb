/** Buttons, menus and the layout components of a message (https://discord.com/developers/docs/components). */
import { h, safeUrl } from "../dom.js";
import { markdown } from "./markdown.js";
import { covered, fileCard, picture } from "./media.js";
import { isMenu, messageMenu } from "./menus.js";

const STYLES = { 1: "primary", 2: "", 3: "success", 4: "danger", 5: "", 6: "primary" };
const RENDER = {
  1: (row, act) => h("div", { class: "actions" }, components(row.components, act)),
  2: button,
  9: (section, act) => h("div", { class: ["section", section.accessory?.type === 11 && "with-picture"] },
    h("div", { class: "section-words" }, components(section.components, act)), h("div", { class: "accessory" }, component(section.accessory, act))),
  10: (text) => h("div", { class: "words", dir: "auto" }, markdown(text.content)),
  11: (thumbnail) => picture(thumbnail.media?.url, thumbnail.description, "accessory-picture", thumbnail),
  12: (gallery) => h("div", { class: "gallery", data: { count: Math.min(gallery.items.length, 4) } },
    gallery.items.map((item) => picture(item.media?.url, item.description, "gallery-picture", item))),
  13: (file) => file.spoiler ? covered(fileCard(file.file?.url, file.name, file.size), "file") : fileCard(file.file?.url, file.name, file.size),
  14: (separator) => h(separator.divider === false ? "div" : "hr", { class: ["parting", separator.spacing === 2 && "wide", separator.divider !== false && "divider"] }),
  17: container,
};

/**
 * @param {any} data
 * @param {{click: (id: string, node: HTMLElement) => void, refuse: (text: string) => void,
 *   select: (id: string, values: string[], node: HTMLElement) => Promise<boolean>}} act
 */
export function component(data, act) {
  if (data && isMenu(data)) return messageMenu(data, act);
  return RENDER[data?.type]?.(data, act) ?? h("div", { class: "unknown" }, `A component of type ${data?.type} that this page can't show.`);
}

export const components = (list, act) => (list ?? []).map((each) => component(each, act));

function container(data, act) {
  const shown = h("div", { class: "card embed container", data: { tint: tint(data.accent_color) } }, components(data.components, act));
  return data.spoiler ? covered(shown, "card embed") : shown;
}

function button(data, act) {
  const label = [data.emoji?.name ? h("span", { class: "emoji", "aria-hidden": data.label ? "true" : undefined }, data.emoji.id ? `:${data.emoji.name}:` : data.emoji.name) : null, data.label ?? ""];
  if (data.style === 5) {
    const href = data.disabled ? null : safeUrl(data.url ?? "");
    return h("a", { class: ["button", !href && "off"], href, role: href ? undefined : "link", "aria-disabled": href ? undefined : "true", target: "_blank", rel: "noopener noreferrer" }, label, h("span", { "aria-hidden": "true" }, "↗"));
  }
  const node = h("button", { type: "button", class: ["button", STYLES[data.style] ?? ""], disabled: data.disabled,
    "aria-label": data.label ? undefined : data.emoji?.name, data: { customId: data.custom_id }, on: { click: () => act.click(data.custom_id, node) } }, label);
  return node;
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
