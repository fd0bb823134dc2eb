/** One message of the Discord half: author, time, text, embeds, files, components, warning, and its menu. */
import { fill, h, icon, iconButton } from "../dom.js";
import { openMenu } from "../menu.js";
import { initials, tint as avatarTint } from "../names.js";
import { ago, clockTime, fullTime } from "../times.js";
import { components, tint } from "./components.js";
import { embed } from "./embed.js";
import { markdown, plain } from "./markdown.js";
import { fileCard, covered, hidden, isPicture, picture } from "./media.js";
import { store, topRole, warn } from "./store.js";

export const THINKING = 128;
const V2 = 32768;
const JOINED = 7;

export function avatar(id, name, bot) {
  return bot ? h("span", { class: "avatar app-avatar", "aria-hidden": "true" }, icon("spark"))
    : h("span", { class: ["avatar", avatarTint(id)], "aria-hidden": "true" }, initials(name));
}

export function authorName(message) {
  return store.person(message.author.id)?.display ?? message.author.global_name ?? message.author.username;
}

/** What a message says in one line: its text, else the first words of its parts. */
export function summary(message) {
  const [first] = message.embeds ?? [];
  const text = plain(message.content) || plain([first?.title, first?.description].filter(Boolean).join(": ")) || firstText(message.components);
  return text.slice(0, 140) || (message.attachments?.length ? "a file" : "");
}

function firstText(list) {
  for (const each of list ?? []) {
    const found = each.type === 10 ? plain(each.content) : firstText(each.components);
    if (found) return found;
  }
  return "";
}

/**
 * @param {HTMLElement} row
 * @param {{click: Function, select: Function, refuse: Function, menu: (message: any) => Array<any>, dismiss: (message: any) => void,
 *   goTo: (id: string) => void}} hooks
 * @param {{follows?: boolean}} [options] `follows`: the head of the message above is this one's too
 */
export function drawMessage(row, channel, message, hooks, { follows = false } = {}) {
  const name = authorName(message);
  const own = Boolean(message.for_user);
  row.className = ["message", own && "ephemeral", follows && "follows", mentionsMe(message) && "for-me"].filter(Boolean).join(" ");
  row.setAttribute("aria-label", `${name}: ${summary(message)}`);
  row.replaceChildren(follows ? h("span", { class: "avatar-gap" }, time(message)) : avatar(message.author.id, name, message.author.bot),
    h("div", { class: "message-main" }, usedBy(message), repliedTo(message, hooks),
      follows ? null : h("div", { class: "message-head" }, h("span", { class: ["author", roleTint(message.author.id)], dir: "auto" }, name),
        message.author.bot ? h("span", { class: "badge" }, "App") : null, time(message)),
      content(message, hooks, channel), h("div", { class: "warning-slot" }), own ? privately(message, hooks) : null),
    toolbar(message, hooks));
  drawWarning(row, channel, message);
}

function time(message) {
  const date = new Date(message.timestamp);
  return h("time", { class: "time", datetime: date.toISOString(), title: fullTime(date) }, clockTime(date), h("span", { class: "ago", data: { at: date.getTime() } }, ago(date)));
}

const privately = (message, hooks) => h("div", { class: "ephemeral-note" }, icon("eye", "icon small"), "Only you can see this · ",
  h("button", { type: "button", class: "text-button", on: { click: () => hooks.dismiss(message) } }, "Dismiss message"));

const mentionsMe = (message) => message.author.id !== store.me && !message.for_user
  && (message.mention_everyone || message.mentions?.some((each) => each.id === store.me) || message.mention_roles?.some((id) => store.mine()?.roles?.some((role) => role.id === id)));

function content(message, hooks, channel) {
  if (message.flags & THINKING) return h("div", { class: "thinking" }, h("span", { class: "dots", "aria-hidden": "true" }, "•••"), " ", `${authorName(message)} is thinking…`);
  const act = {
    click: (id, node) => hooks.click(channel, message, id, node),
    select: (id, values, node) => hooks.select(channel, message, id, values, node),
    refuse: (text) => hooks.refuse(channel, message, text),
  };
  const edited = message.edited_timestamp ? h("span", { class: "edited", title: fullTime(new Date(message.edited_timestamp)) }, "(edited)") : null;
  return h("div", { class: "message-body" },
    message.type === JOINED ? h("div", { class: "hint" }, "joined the server") : null,
    message.content ? h("div", { class: "words", dir: "auto" }, markdown(message.content)) : null, edited,
    attachments(message),
    (message.embeds ?? []).map(embed),
    message.components?.length ? h("div", { class: message.flags & V2 ? "components v2" : "components" }, components(message.components, act)) : null,
    message.reactions?.length ? h("div", { class: "reactions" }, message.reactions.map((each) => h("span", { class: "reaction" }, `${each.emoji.name} ${each.count}`))) : null);
}

function usedBy(message) {
  const used = message.interaction_metadata;
  if (!used || used.type !== 2 || message.for_user) return null;
  const name = store.person(used.user?.id)?.display ?? "Somebody";
  return h("div", { class: "used-by" }, icon("reply", "icon small"), h("span", {}, h("bdi", {}, name), used.target_message_id ? " chose from a message’s menu" : " used a command"));
}

/** Who and what is answered; pressing it goes there. */
function repliedTo(message, hooks) {
  const first = message.referenced_message;
  if (message.type !== 19) return null;
  if (!first) return h("div", { class: "used-by" }, icon("reply", "icon small"), "The message this answers was deleted.");
  return h("button", { type: "button", class: "used-by replied", "aria-label": `In reply to ${authorName(first)}: ${summary(first)}`, on: { click: () => hooks.goTo(first.id) } },
    icon("reply", "icon small"), h("strong", { dir: "auto" }, authorName(first)), h("span", { class: "one-line", dir: "auto" }, summary(first)));
}

/** Files that stand by themselves: one that an embed or a component shows is not shown twice. */
function attachments(message) {
  if (!message.attachments?.length) return null;
  const used = JSON.stringify([message.embeds, message.components]);
  const alone = message.attachments.filter((file) => !used.includes(JSON.stringify(file.url).slice(1, -1)));
  const pictures = alone.filter(isPicture);
  const files = alone.filter((file) => !pictures.includes(file));
  return [
    pictures.length > 1 ? h("div", { class: "gallery attached", data: { count: Math.min(pictures.length, 4) } }, pictures.map((file) => shownPicture(file, "gallery-picture")))
      : pictures.map((file) => h("figure", { class: "figure attached" }, shownPicture(file, "block-picture"))),
    files.map((file) => (hidden(file) ? covered(fileCard(file.url, file.filename, file.size), "file") : fileCard(file.url, file.title || file.filename, file.size))),
  ];
}

const shownPicture = (file, kind) => picture(file.url, file.description || file.filename, kind, { spoiler: hidden(file) });

const roleTint = (id) => {
  const role = topRole(store.person(id));
  return role ? `role-${tint(role.color)}` : "";
};

export function drawWarning(row, channel, message) {
  const text = store.warnings.get(message.id);
  const slot = row.querySelector(".warning-slot");
  if ((slot.textContent || "") === (text ?? "")) return;
  fill(slot, text && h("div", { class: "warning", role: "alert" }, icon("warn", "icon small"), h("span", {}, text),
    iconButton("close", "Dismiss the warning", () => warn(channel, message.id, ""))));
}

function toolbar(message, hooks) {
  if (message.for_user) return h("span", { class: "toolbar", hidden: true });
  const more = iconButton("more", "Message menu", () => openMenu(more, hooks.menu(message), { name: "Message menu" }),
    { "aria-haspopup": "menu", "aria-expanded": "false", data: { testid: "discord-message-menu" } });
  return h("div", { class: "toolbar" }, iconButton("reply", "Reply", () => hooks.reply(message), { data: { testid: "discord-reply" } }), more);
}
