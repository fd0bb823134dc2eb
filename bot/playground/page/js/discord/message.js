/** One message of the Discord half: author, time, text, embeds, files, components, warning, and its menu. */
import { fill, h, icon, iconButton, link, loadablePicture } from "../dom.js";
import { openMenu } from "../menu.js";
import { initials, tint as avatarTint } from "../names.js";
import { ago, clockTime, fullTime } from "../times.js";
import { components, picture, tint } from "./components.js";
import { markdown, plain } from "./markdown.js";
import { store, topRole, warn } from "./store.js";

export const THINKING = 128;
const V2 = 32768;

export function avatar(id, name, bot) {
  return bot ? h("span", { class: "avatar app-avatar", "aria-hidden": "true" }, icon("spark"))
    : h("span", { class: ["avatar", avatarTint(id)], "aria-hidden": "true" }, initials(name));
}

export function authorName(message) {
  return store.person(message.author.id)?.display ?? message.author.global_name ?? message.author.username;
}

/** @param {{click: Function, select: Function, apps: (message: any) => Array<any>, dismiss: (message: any) => void}} hooks */
export function drawMessage(row, channel, message, hooks) {
  const name = authorName(message);
  const own = Boolean(message.for_user);
  row.className = ["message", own && "ephemeral"].filter(Boolean).join(" ");
  row.setAttribute("aria-label", `${name}: ${plain(message.content).slice(0, 140)}`);
  const date = new Date(message.timestamp);
  row.replaceChildren(avatar(message.author.id, name, message.author.bot), h("div", { class: "message-main" },
    usedBy(message), repliedTo(message),
    h("div", { class: "message-head" }, h("span", { class: ["author", roleTint(message.author.id)], dir: "auto" }, name),
      message.author.bot ? h("span", { class: "badge" }, "App") : null,
      h("time", { class: "time", datetime: date.toISOString(), title: fullTime(date) }, clockTime(date), h("span", { class: "ago", data: { at: date.getTime() } }, ago(date)))),
    content(message, hooks, channel),
    h("div", { class: "warning-slot" }),
    own ? h("div", { class: "ephemeral-note" }, icon("eye", "icon small"), "Only you can see this · ",
      h("button", { type: "button", class: "text-button", on: { click: () => hooks.dismiss(message) } }, "Dismiss message")) : null),
  toolbar(message, hooks));
  drawWarning(row, channel, message);
}

function content(message, hooks, channel) {
  if (message.flags & THINKING) return h("div", { class: "thinking" }, h("span", { class: "dots", "aria-hidden": "true" }, "•••"), " ", `${authorName(message)} is thinking…`);
  const act = { click: (id, node) => hooks.click(channel, message, id, node), select: (id, values, node) => hooks.select(channel, message, id, values, node) };
  const edited = message.edited_timestamp ? h("span", { class: "edited", title: fullTime(new Date(message.edited_timestamp)) }, "(edited)") : null;
  return h("div", { class: "message-body" },
    message.content ? h("div", { class: "words", dir: "auto" }, markdown(message.content)) : null, edited,
    (message.attachments ?? []).map(attachment),
    (message.embeds ?? []).map(embed),
    message.components?.length ? h("div", { class: message.flags & V2 ? "components v2" : "components" }, components(message.components, act)) : null,
    message.reactions?.length ? h("div", { class: "reactions" }, message.reactions.map((each) => h("span", { class: "reaction" }, `${each.emoji.name} ${each.count}`))) : null);
}

function usedBy(message) {
  const used = message.interaction_metadata;
  if (!used || used.type !== 2 || message.for_user) return null;
  return h("div", { class: "used-by" }, icon("reply", "icon small"), h("span", {}, `${store.person(used.user?.id)?.display ?? "Somebody"} used a command`));
}

function repliedTo(message) {
  const first = message.referenced_message;
  if (!first) return null;
  return h("div", { class: "used-by" }, icon("reply", "icon small"), h("span", {}, `${authorName(first)}: ${plain(first.content).slice(0, 80)}`));
}

function attachment(file) {
  const source = String(file.content_type ?? "").startsWith("image/") ? loadablePicture(file.url) : null;
  if (source) return h("figure", { class: "figure" }, picture(file.url, file.description || file.filename, "block-picture"));
  return h("div", { class: "file" }, icon("file"), link(file.url, file.filename), h("span", { class: "hint" }, file.size ? `${Math.ceil(file.size / 1024)} kB` : ""));
}

function embed(data) {
  return h("div", { class: "card embed", data: { tint: tint(data.color) } },
    data.author ? h("div", { class: "embed-author", dir: "auto" }, data.author.url ? link(data.author.url, data.author.name) : data.author.name) : null,
    h("div", { class: data.thumbnail ? "section" : "" }, h("div", { class: "section-words" },
      data.title ? h("div", { class: "header", dir: "auto" }, data.url ? link(data.url, data.title) : data.title) : null,
      data.description ? h("div", { class: "words", dir: "auto" }, markdown(data.description)) : null),
    data.thumbnail ? h("div", { class: "accessory" }, picture(data.thumbnail.url, data.title, "accessory-picture")) : null),
    data.fields?.length ? h("div", { class: "fields" }, data.fields.map((field) => h("div", { class: field.inline ? "" : "wide-field" },
      h("div", { class: "input-label" }, markdown(field.name)), h("div", { class: "words", dir: "auto" }, markdown(field.value))))) : null,
    data.image ? picture(data.image.url, data.title, "block-picture") : null,
    data.footer || data.timestamp ? h("div", { class: "context" }, [data.footer?.text, data.timestamp ? fullTime(new Date(data.timestamp)) : ""].filter(Boolean).join(" · ")) : null);
}

const roleTint = (id) => {
  const role = topRole(store.person(id));
  return role ? `role-${tint(role.color)}` : "";
};

export function drawWarning(row, channel, message) {
  const text = store.warnings.get(message.id);
  fill(row.querySelector(".warning-slot"), text && h("div", { class: "warning", role: "alert" }, icon("warn", "icon small"), h("span", {}, text),
    iconButton("close", "Dismiss the warning", () => warn(channel, message.id, ""))));
}

function toolbar(message, hooks) {
  const apps = message.for_user ? [] : hooks.apps(message);
  if (!apps.length) return h("span", { class: "toolbar", hidden: true });
  const more = iconButton("more", "Message menu", () => openMenu(more, apps, { name: "Apps" }),
    { "aria-haspopup": "menu", "aria-expanded": "false", data: { testid: "discord-message-menu" } });
  return h("div", { class: "toolbar" }, more);
}
