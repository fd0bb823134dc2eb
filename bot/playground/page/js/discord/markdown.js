/**
 * Discord's markdown as nodes (https://support.discord.com, "Markdown Text 101"): text by strangers becomes text
 * nodes and a few known elements, never markup.
 */
import { h, link } from "../dom.js";
import { fullTime, fromNow } from "../times.js";
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
].join("|"), "us");

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

/** Hidden until it is pressed; then it is plain text again, that can be read out and selected. */
function spoiler(children) {
  const words = h("span", { class: "spoiler shown" }, children);
  const node = h("button", { type: "button", class: "spoiler", "aria-label": "Spoiler: show it", on: { click: () => {
    words.tabIndex = -1;
    node.replaceWith(words);
    words.focus();
  } } }, words.textContent);
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
  if (style === "R") return h("time", { ...attributes, data: { fromNow: date.getTime() } }, fromNow(date));
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

/** Lines that are something by themselves; every other line is part of a paragraph. */
const LINES = {
  heading: /^(?<marks>#{1,3}) +(?<words>.+)$/,
  small: /^-# +(?<words>.+)$/,
  quote: /^> ?(?<words>.*)$/,
  item: /^(?<indent> *)(?<mark>[-*]|\d{1,3}\.) +(?<words>.+)$/,
};
const RUNS = new Set(["quote", "item", "text"]);

const BLOCKS = {
  heading: ([{ marks, words }]) => h("div", { class: `md-heading md-${marks.length}`, role: "heading", "aria-level": String(marks.length + 2) }, inline(words)),
  small: ([{ words }]) => h("div", { class: "hint md-line" }, inline(words)),
  quote: (lines) => h("blockquote", { class: "quote" }, blocks(lines.map((line) => line.words).join("\n"), true)),
  item: list,
  text: (lines) => h("div", { class: "md-line" }, inline(lines.map((line) => line.words).join("\n"))),
};

function read(line, quoted) {
  for (const [kind, pattern] of Object.entries(LINES)) {
    const found = quoted && kind === "quote" ? null : pattern.exec(line);
    if (found) return { kind, ...found.groups };
  }
  return { kind: "text", words: line };
}

/** Lines of one kind that follow each other belong together: marks may reach over the lines of a paragraph. */
function blocks(text, quoted = false) {
  const rest = quoted ? null : /(?:^|\n)>>> ?([\s\S]*)$/.exec(text);
  const runs = [];
  for (const line of (rest ? text.slice(0, rest.index) : text).split("\n").map((each) => read(each, quoted))) {
    const last = runs.at(-1);
    if (last && last[0].kind === line.kind && RUNS.has(line.kind) && !otherList(last[0], line)) last.push(line);
    else runs.push([line]);
  }
  const nodes = runs.filter((run) => !rest || run.some((line) => line.words)).map((run) => BLOCKS[run[0].kind](run));
  return rest ? [...nodes, h("blockquote", { class: "quote" }, blocks(rest[1], true))] : nodes;
}

const isNumbered = (line) => /\d/.test(line.mark);
const otherList = (first, line) => line.kind === "item" && line.indent.length <= first.indent.length && isNumbered(first) !== isNumbered(line);

/** Lists by indentation: what stands further in belongs to the item above it. */
function list(lines) {
  const numbered = isNumbered(lines[0]);
  const items = [];
  for (const line of lines) {
    const inside = items.length && line.indent.length > lines[0].indent.length;
    if (inside) items.at(-1).below.push(line);
    else items.push({ line, below: [] });
  }
  return h(numbered ? "ol" : "ul", { class: "list", start: numbered ? Number.parseInt(lines[0].mark, 10) : undefined },
    items.map(({ line, below }) => h("li", {}, inline(line.words), below.length ? list(below) : null)));
}

/** The words without marks: for labels that are read out. */
export function plain(text) {
  const named = String(text ?? "").replace(/\|\|[\s\S]+?\|\|/g, "(spoiler)").replace(/<(@[!&]?|#)(\d+)>/g, (whole, mark, id) =>
    mark === "#" ? `#${store.channel(id)?.name ?? "unknown"}` : `@${store.person(id)?.display ?? store.role(id)?.name ?? "unknown"}`);
  return named.replace(/<t:\d+(:\w)?>/g, "").replace(/<a?(:\w+:)\d+>/g, "$1").replace(/[*~`>]|^#{1,3} /gm, "").trim();
}
