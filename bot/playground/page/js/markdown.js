/** The `markdown` block: the standard Markdown a Slack app may send. Headings, lists, quotes, code, tables, emphasis. */
import { append, h, link } from "./dom.js";
import { emojify } from "./emoji.js";

export function markdown(source) {
  const out = document.createDocumentFragment();
  const lines = String(source ?? "").replace(/\r\n?/g, "\n").split("\n");
  let at = 0;
  while (at < lines.length) at = block(lines, at, out);
  return out;
}

/** Read one block starting at line `at`; answer the line after it. */
function block(lines, at, out) {
  const line = lines[at];
  if (!line.trim()) return at + 1;
  if (/^\s*```/.test(line)) return fence(lines, at, out);
  const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
  if (heading) {
    out.append(h("p", { class: "md-heading", role: "heading", "aria-level": heading[1].length + 2 }, inline(heading[2])));
    return at + 1;
  }
  if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) {
    out.append(h("hr", { class: "divider" }));
    return at + 1;
  }
  if (/^\s*>/.test(line)) return quote(lines, at, out);
  if (LIST.test(line)) return list(lines, at, out);
  if (line.includes("|") && /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(lines[at + 1] ?? "")) return table(lines, at, out);
  return paragraph(lines, at, out);
}

function fence(lines, at, out) {
  const body = [];
  let end = at + 1;
  while (end < lines.length && !/^\s*```/.test(lines[end])) body.push(lines[end++]);
  out.append(h("pre", { class: "code-block" }, body.join("\n")));
  return end + 1;
}

function quote(lines, at, out) {
  const body = [];
  let end = at;
  while (end < lines.length && /^\s*>/.test(lines[end])) body.push(lines[end++].replace(/^\s*>\s?/, ""));
  out.append(append(h("blockquote", { class: "quote" }), [markdown(body.join("\n"))]));
  return end;
}

const LIST = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;

function list(lines, at, out) {
  const ordered = /\d/.test(LIST.exec(lines[at])[2]);
  const node = h(ordered ? "ol" : "ul", { class: "list" });
  let end = at;
  for (; end < lines.length; end += 1) {
    const match = LIST.exec(lines[end]);
    if (!match) break;
    const depth = Math.min(4, Math.floor(match[1].length / 2));
    const task = /^\[( |x|X)\]\s+(.*)$/.exec(match[3]);
    node.append(h("li", { class: `depth-${depth}` }, task ? [task[1] === " " ? "☐ " : "☑ ", inline(task[2])] : inline(match[3])));
  }
  out.append(node);
  return end;
}

function table(lines, at, out) {
  const cells = (line) => line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());
  const head = h("tr", {}, cells(lines[at]).map((cell) => h("th", { scope: "col" }, inline(cell))));
  const body = h("tbody");
  let end = at + 2;
  while (end < lines.length && lines[end].includes("|")) {
    body.append(h("tr", {}, cells(lines[end++]).map((cell) => h("td", {}, inline(cell)))));
  }
  out.append(h("div", { class: "table-scroll" }, h("table", { class: "table" }, h("thead", {}, head), body)));
  return end;
}

function paragraph(lines, at, out) {
  const body = [];
  let end = at;
  while (end < lines.length && lines[end].trim() && (end === at || !/^(\s*```|#{1,6}\s|\s*>)/.test(lines[end]) && !LIST.test(lines[end]))) {
    body.push(lines[end++]);
  }
  out.append(h("p", { class: "md", dir: "auto" }, body.map((line, index) => [index ? h("br") : null, inline(line)])));
  return end;
}

const INLINE = [
  [/`([^`]+)`/, (match) => h("code", { class: "code" }, match[1])],
  [/!\[([^\]]*)\]\(([^)\s]+)[^)]*\)/, (match) => link(match[2], match[1] || match[2])],
  [/\[([^\]]+)\]\(([^)\s]+)[^)]*\)/, (match) => link(match[2], inline(match[1]))],
  [/<(https?:\/\/[^>\s]+)>/, (match) => link(match[1], match[1])],
  [/\*\*(?=\S)([\s\S]*?\S)\*\*/, (match) => h("strong", {}, inline(match[1]))],
  [/__(?=\S)([\s\S]*?\S)__/, (match) => h("strong", {}, inline(match[1]))],
  [/~~(?=\S)([\s\S]*?\S)~~/, (match) => h("s", {}, inline(match[1]))],
  [/(?<![\p{L}\p{N}*])\*(?=\S)([^*]*\S)\*/u, (match) => h("em", {}, inline(match[1]))],
  [/(?<![\p{L}\p{N}_])_(?=\S)([^_]*\S)_(?![\p{L}\p{N}])/u, (match) => h("em", {}, inline(match[1]))],
  [/https?:\/\/[^\s<>)\]]+/, (match) => link(match[0], match[0])],
];

/** The earliest mark wins; what stands before it is plain text, what follows is read again. */
function inline(text) {
  let best = null;
  for (const [pattern, make] of INLINE) {
    const match = pattern.exec(text);
    if (match && (!best || match.index < best.match.index)) best = { match, make };
  }
  if (!best) return [emojify(text.replace(/\\([\\`*_{}[\]()#+\-.!~|>])/g, "$1"))];
  const { match, make } = best;
  return [emojify(text.slice(0, match.index)), make(match), ...inline(text.slice(match.index + match[0].length))];
}
