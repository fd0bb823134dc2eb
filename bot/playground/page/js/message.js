/** One message: author, time, text or card, files, thread line, warning, and its menu. */
import { attempt, messageContext, readValues } from "./acting.js";
import { api } from "./api.js";
import { renderBlocks } from "./blocks.js";
import { fill, h, icon, iconButton, link, loadablePicture } from "./dom.js";
import { openMenu } from "./menu.js";
import { mrkdwn, plainText } from "./mrkdwn.js";
import { initials, names, tint } from "./names.js";
import { store, warn } from "./store.js";
import { timeNode } from "./times.js";
import { toast } from "./toasts.js";

export const isEphemeral = (message) => message.is_ephemeral === true || message.subtype === "ephemeral";

/** Name and kind of whoever wrote it. An app may write under its own name only. */
export function author(message) {
  const bot = Boolean(message.bot_id);
  const id = message.user ?? message.bot_id ?? "unknown";
  return { id, bot, name: message.username ?? names.person(id) ?? (bot ? store.app.name : id) };
}

export function avatar(who) {
  return who.bot ? h("span", { class: "avatar app-avatar", "aria-hidden": "true" }, icon("spark"))
    : h("span", { class: ["avatar", tint(who.id)].join(" "), "aria-hidden": "true" }, initials(who.name));
}

/**
 * Fill `row` with the message. `follows` leaves the author out, for a run of lines by one person.
 * @param {{openThread?: (ts: string) => void, inThread?: boolean, follows?: boolean}} options
 */
export function drawMessage(row, channel, message, options) {
  const who = author(message);
  const ephemeral = isEphemeral(message);
  const ctx = messageContext(channel, message);
  const entered = readValues(contexts.get(row)?.controls ?? []);
  row.className = ["message", ephemeral && "ephemeral", options.follows && "follows"].filter(Boolean).join(" ");
  row.setAttribute("aria-label", `${who.name}: ${plainText(message.text).slice(0, 140)}`);
  row.replaceChildren(
    options.follows ? h("span", { class: "avatar-gap" }, timeNode(message.ts)) : avatar(who),
    h("div", { class: "message-main" },
      ephemeral ? h("div", { class: "ephemeral-note" }, icon("eye", "icon small"), "Only visible to you") : "",
      options.follows ? "" : h("div", { class: "message-head" },
        h("span", { class: "author" }, who.name), who.bot ? h("span", { class: "badge" }, "App") : "", timeNode(message.ts)),
      content(channel, message, ctx),
      threadLine(message, options) ?? "",
      h("div", { class: "warning-slot" }),
      ephemeral ? h("button", { type: "button", class: "text-button", on: { click: () => dismiss(channel, message) } }, "Dismiss message") : ""),
    toolbar(row, channel, message, options));
  drawWarning(row, channel, message);
  for (const { blockId, actionId, control } of ctx.controls) {
    const state = entered[blockId]?.[actionId];
    if (state) control.restore(state);
  }
  contexts.set(row, ctx);
}

/** What is chosen in a message stays while the app updates it, as long as block and action keep their names. */
const contexts = new WeakMap();

function content(channel, message, ctx) {
  const blocks = message.blocks ?? [];
  const edited = message.edited ? h("span", { class: "edited", title: "This message was edited" }, "(edited)") : null;
  const attachments = (message.attachments ?? []).map((attachment) => h("div", { class: "attachment" },
    attachment.pretext ? h("div", { class: "words" }, mrkdwn(attachment.pretext)) : null,
    attachment.title ? h("strong", {}, attachment.title_link ? link(attachment.title_link, attachment.title) : attachment.title) : null,
    attachment.blocks ? renderBlocks(attachment.blocks, ctx) : h("div", { class: "words" }, mrkdwn(attachment.text ?? attachment.fallback ?? ""))));
  const typed = blocks.length === 1 && blocks[0].type === "rich_text";
  const framed = blocks.length > 2 || blocks.some((block) => ["actions", "image", "header", "video", "table"].includes(block.type) || block.accessory);
  return h("div", { class: "message-body" },
    blocks.length && !typed ? h("div", { class: framed ? "card" : "loose" }, renderBlocks(blocks, ctx))
      : typed ? renderBlocks(blocks, ctx) : message.text ? h("div", { class: "words", dir: "auto" }, mrkdwn(message.text)) : null,
    edited, attachments, (message.files ?? []).map(fileNode),
    message.reactions?.length ? h("div", { class: "reactions" }, message.reactions.map((reaction) =>
      h("span", { class: "reaction" }, mrkdwn(`:${reaction.name}:`), ` ${reaction.count ?? reaction.users?.length ?? 1}`))) : null);
}

function fileNode(file) {
  const address = file.url_private ?? file.permalink ?? `/files/${encodeURIComponent(file.id)}`;
  const local = String(file.mimetype ?? "").startsWith("image/") ? loadablePicture(address) : null;
  const title = file.title || file.name || "File";
  if (local) {
    return h("figure", { class: "figure" }, h("figcaption", {}, title), link(local, h("span", { class: "picture block-picture" },
      h("img", { src: local, alt: file.alt_txt || title, loading: "lazy", decoding: "async" }))));
  }
  return h("div", { class: "file" }, icon("file"), link(address, title),
    h("span", { class: "hint" }, [file.pretty_type ?? file.mimetype, file.size ? `${Math.ceil(file.size / 1024)} kB` : ""].filter(Boolean).join(" · ")));
}

function threadLine(message, options) {
  if (!message.reply_count || options.inThread) return null;
  const count = message.reply_count;
  return h("button", { type: "button", class: "thread-line", on: { click: () => options.openThread?.(message.ts) } },
    icon("reply", "icon small"), `${count} ${count === 1 ? "reply" : "replies"}`, h("span", { class: "hint" }, "View thread"));
}

/** The warning of a message, drawn by itself: what stands above it is not touched. */
export function drawWarning(row, channel, message) {
  const text = store.warnings.get(`${channel}:${message.ts}`);
  fill(row.querySelector(".warning-slot"), text && h("div", { class: "warning", role: "alert" },
    icon("warn", "icon small"), h("span", {}, text), iconButton("close", "Dismiss the warning", () => warn(channel, message.ts, ""))));
}

function dismiss(channel, message) {
  store.dismissed.add(message.ts);
  store.timelines.get(channel)?.delete(message.ts);
  store.emit("timeline", channel);
  document.getElementById("composer")?.focus();
}

function toolbar(row, channel, message, options) {
  if (isEphemeral(message)) return h("span", { class: "toolbar", hidden: true });
  const more = iconButton("more", "Message menu", () => openMenu(more, menuItems(channel, message, options), { name: "Message menu" }),
    { "aria-haspopup": "menu", "aria-expanded": "false", data: { testid: "message-menu" } });
  return h("div", { class: "toolbar" },
    options.inThread ? null : iconButton("reply", "Reply in thread", () => options.openThread?.(message.ts)), more);
}

function menuItems(channel, message, options) {
  const shortcuts = store.shortcuts.filter((shortcut) => (shortcut.type ?? "message").startsWith("message"));
  return [
    ...shortcuts.map((shortcut) => ({ label: shortcut.name, value: shortcut.callback_id, hint: store.app.name,
      run: () => runShortcut(shortcut, { channel, ts: message.ts }) })),
    shortcuts.length ? null : undefined,
    options.inThread ? undefined : { label: "Reply in thread", run: () => options.openThread?.(message.ts) },
    { label: "Copy link", run: () => copyLink(channel, message.ts) },
  ].filter((item) => item !== undefined);
}

/** A message shortcut with its message, or a global one without. */
export async function runShortcut(shortcut, where = {}) {
  await attempt(() => api.shortcut({ user: store.me, callback_id: shortcut.callback_id, ...where }),
    () => toast(`“${shortcut.name}” failed because the app did not respond.`));
}

async function copyLink(channel, ts) {
  const address = `${location.origin}/archives/${channel}/p${ts.replace(".", "")}`;
  try {
    await navigator.clipboard.writeText(address);
    toast("Link copied.", { seconds: 3 });
  } catch {
    toast(`The browser did not allow copying. The link is ${address}`);
  }
}
