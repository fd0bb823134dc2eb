/**
 * Discord's markdown as nodes (https://support.discord.com, "Markdown Text 101"): text by strangers becomes text
 * nodes and a few known elements, never markup.
 */
import { h, link } from "../dom.js";
import { ago, clockTime, fullTime } from "../times.js";
import { store } from "./store.js";

const INLINE = new RegExp([
  "\\\\(?<escaped>[\\\\*_~`|<>\\[\\]()#@:.-])",
  "(?<ticks>`{1,2})(?<code>[^`]+)\\k<ticks>",
  "\\*\\*\\*(?<both>[^*]+)\\*\\*\\*",
  "\\*\\*(?<bold>(?:\\\\.|[^\\\\])+?)\\*\\*",
  "__(?<under>(?:\\\\.|[^\\\\])+?)__",
  "~~(?<strike>(?:\\\\.|[^\\\\])+?)~~",
  "\\|\\|(?<spoiler>(?:\\\\.|[^\\\\])+?)\\|\\|",
  "\\*(?<italic>(?![\\s*])(?:\\\\.|[^\\\\*])+?)\\*",
  "(?<![A-Za-z0-9])_(?<slanted>(?:\\\\.|[^\\\\_])+?)_(?![A-Za-z0-9])",
  "\\[(?<label>[^\\]\\n]{1,500})\\]\\(<?(?<target>https?://[^\\s()<>]+)>?\\)",
  "<t:(?<time>-?\\d{1,13})(?::(?<style>[tTdDfFRsS]))?>",
  "<@!?(?<user>\\d+)>",
  "<@&(?<role>\\d+)>",
  "<#(?<channel>\\d+)>",
  "</(?<command>[^:>]{1,100}):\\d+>",
  "<a?:(?<emoji>\\w{2,32}):\\d+>",
  "<(?<hidden>https?://[^\\s<>]+)>",
  "(?<url>https?://[^\\s<>|*]+[^\\s<>|*.,:;\"')\\]])",
].join("|"), "u");

/** Inline marks. @param {string} text */
export function inline(text, depth = 0) {
  const nodes = [];
  let rest = text;
  while (rest) {
    const found = depth < 6 ? INLINE.exec(rest) : null;
    if (!found) {
      nodes.push(rest);
      break;
    }
    if (found.index) nodes.push(rest.slice(0, found.index));
    nodes.push(piece(found.groups, depth + 1));
    rest = rest.slice(found.index + found[0].length);
  }
  return nodes;
}

function piece(found, depth) {
  const inner = (text) => inline(text, depth);
  if (found.escaped) return found.escaped;
  if (found.code) return h("code", { class: "code" }, found.code.trim() || found.code);
  if (found.both) return h("strong", {}, h("em", {}, inner(found.both)));
  if (found.bold) return h("strong", {}, inner(found.bold));
  if (found.under) return h("u", {}, inner(found.under));
  if (found.strike) return h("s", {}, inner(found.strike));
  if (found.spoiler) return spoiler(inner(found.spoiler));
  if (found.italic ?? found.slanted) return h("em", {}, inner(found.italic ?? found.slanted));
  if (found.target) return link(found.target, inner(found.label));
  if (found.time) return timestamp(Number(found.time), found.style ?? "f");
  if (found.user) return mention(`@${store.person(found.user)?.display ?? "unknown-user"}`);
  if (found.role) return mention(`@${store.role(found.role)?.name ?? "unknown-role"}`);
  if (found.channel) return mention(`#${store.channel(found.channel)?.name ?? "unknown"}`);
  if (found.command) return mention(`/${found.command}`);
  if (found.emoji) return `:${found.emoji}:`;
  return link(found.hidden ?? found.url, found.hidden ?? found.url);
}

const mention = (text) => h("span", { class: "mention", dir: "auto" }, text);

function spoiler(children) {
  const node = h("button", { type: "button", class: "spoiler", "aria-label": "Spoiler: show it", on: { click: () => {
    node.classList.add("shown");
    node.removeAttribute("aria-label");
  } } }, children);
  return node;
}

const STYLES = {
  t: { timeStyle: "short" }, T: { timeStyle: "medium" }, d: { dateStyle: "short" }, D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" }, F: { dateStyle: "full", timeStyle: "short" },
  s: { dateStyle: "short", timeStyle: "short" }, S: { dateStyle: "short", timeStyle: "medium" },
};

/** `<t:1700000000:R>` in the reader's own time zone; the relative ones stay true. */
function timestamp(seconds, style) {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return "Invalid date";
  const attributes = { class: "date", datetime: date.toISOString(), title: fullTime(date) };
  if (style === "R") return h("time", { ...attributes, data: { at: date.getTime() } }, ago(date));
  return h("time", attributes, new Intl.DateTimeFormat(undefined, STYLES[style]).format(date));
}

/** A whole text: code blocks, headings, quotes, lists, lines. */
export function markdown(text) {
  const parts = [];
  for (const [index, chunk] of String(text ?? "").split(/```(?:[a-z0-9+-]*\n)?([\s\S]*?)```/i).entries()) {
    if (index % 2) parts.push(h("pre", { class: "code-block" }, chunk.replace(/\n$/, "")));
    else if (chunk) parts.push(...blocks(chunk.replace(/^\n|\n$/g, "")));
  }
  return parts;
}

const LINES = [
  [/^(#{1,3}) +(.+)$/, (found) => h("div", { class: `md-heading md-${found[1].length}`, role: "heading", "aria-level": String(found[1].length + 2) }, inline(found[2]))],
  [/^-# +(.+)$/, (found) => h("div", { class: "hint" }, inline(found[1]))],
  [/^> ?(.*)$/, (found) => h("blockquote", { class: "quote" }, inline(found[1]))],
  [/^(\s*)[-*] +(.+)$/, (found) => h("div", { class: "md-item" }, "• ", inline(found[2]))],
  [/^(\s*)(\d{1,3})\. +(.+)$/, (found) => h("div", { class: "md-item" }, `${found[2]}. `, inline(found[3]))],
];

function blocks(text) {
  const rest = /(?:^|\n)>>> ?([\s\S]*)$/.exec(text);
  const before = rest ? text.slice(0, rest.index) : text;
  const nodes = before.split("\n").map((line) => {
    for (const [pattern, make] of LINES) {
      const found = pattern.exec(line);
      if (found) return make(found);
    }
    return h("div", { class: "md-line" }, line ? inline(line) : "\u200b");
  });
  return rest ? [...nodes, h("blockquote", { class: "quote" }, blocks(rest[1]))] : nodes;
}

/** The words without marks: for labels that are read out. */
export const plain = (text) => String(text ?? "").replace(/[*_~`|>#]/g, "").replace(/<t:\d+(:\w)?>/g, "").trim();

export const clock = (iso) => clockTime(new Date(iso));
