/**
 * Slack's mrkdwn, as a message stores it: `&amp; &lt; &gt;` escaped, `<...>` for links, mentions and dates.
 * Source: https://docs.slack.dev/messaging/formatting-message-text
 */
import { append, h, link } from "./dom.js";
import { emojify } from "./emoji.js";
import { names } from "./names.js";
import { slackDate } from "./times.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

/** Turn Slack's three entities back into characters. */
export const unescapeText = (text) => text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);

/** mrkdwn source to a fragment of nodes. `verbatim` leaves bare addresses and names alone, as Slack's flag does. */
export function mrkdwn(source, { verbatim = false } = {}) {
  const out = document.createDocumentFragment();
  const parts = String(source ?? "").split(/```/);
  // An odd number of fences leaves the last one literal.
  if (parts.length % 2 === 0) {
    const open = parts.pop();
    parts[parts.length - 1] += "```" + open;
  }
  parts.forEach((part, index) => {
    if (index % 2) out.append(h("pre", { class: "code-block" }, unescapeText(part.replace(/^\n/, ""))));
    else append(out, paragraphs(part, verbatim, index > 0));
  });
  return out;
}

/** A quoted line begins with the sign itself or, as a client stores what was typed, with its entity; three of
 * them quote all that follows. */
const QUOTE = /^(?:>|&gt;)\s?/;
const QUOTE_ALL = /^(?:>|&gt;){3}\s?/;

/** Lines, with quoted runs gathered; a line break after a block element would double, so it is dropped. */
function paragraphs(text, verbatim, afterBlock) {
  const nodes = [];
  const lines = (afterBlock ? text.replace(/^\n/, "") : text).split("\n");
  let first = true;
  for (let at = 0; at < lines.length; at += 1) {
    if (QUOTE.test(lines[at])) {
      const quoted = [];
      const toTheEnd = QUOTE_ALL.test(lines[at]);
      if (toTheEnd) lines[at] = lines[at].replace(QUOTE_ALL, "");
      while (at < lines.length && (toTheEnd || QUOTE.test(lines[at]))) {
        quoted.push(toTheEnd ? lines[at] : lines[at].replace(QUOTE, ""));
        at += 1;
      }
      at -= 1;
      nodes.push(h("blockquote", { class: "quote", dir: "auto" }, quoted.map((line, index) =>
        [index ? h("br") : null, inline(line, verbatim)])));
      first = true;
      continue;
    }
    if (!first) nodes.push(h("br"));
    nodes.push(listItem(lines[at], verbatim) ?? inline(lines[at], verbatim));
    first = false;
  }
  return nodes;
}

/** Slack draws no lists in mrkdwn; a bullet typed by hand is a plain line, which we only indent. */
function listItem(line, verbatim) {
  const match = /^(\s*)([•◦▪]|\d{1,3}\.)\s+(.*)$/.exec(line);
  if (!match) return null;
  return h("span", { class: "bullet-line" }, h("span", { class: "bullet" }, match[2]), " ", inline(match[3], verbatim));
}

const TOKEN = /`([^`\n]+)`|<([^<>\n]+)>|(https?:\/\/[^\s<>|]+)/g;

function inline(text, verbatim) {
  // Code, links and mentions are cut out first: no style mark inside them counts.
  const pieces = [];
  const held = [];
  let last = 0;
  for (const match of text.matchAll(TOKEN)) {
    const node = token(match, verbatim);
    if (node === null) continue;
    pieces.push(text.slice(last, match.index), `\uE000${held.push(node) - 1}\uE001`);
    last = match.index + match[0].length;
  }
  pieces.push(text.slice(last));
  return styled(pieces.map((piece, index) => (index % 2 ? piece : piece.replace(/[\uE000\uE001]/g, ""))).join(""), held);
}

function token([, code, angle, bare], verbatim) {
  if (code !== undefined) return h("code", { class: "code" }, unescapeText(code));
  if (angle !== undefined) return reference(angle);
  if (verbatim) return null;
  return link(unescapeText(bare), unescapeText(bare));
}

/** What stands between angle brackets: a person, a channel, a group, a date, or an address with a label. */
function reference(body) {
  const cut = body.indexOf("|");
  const target = cut < 0 ? body : body.slice(0, cut);
  const label = cut < 0 ? "" : unescapeText(body.slice(cut + 1));
  if (target.startsWith("@")) return mention(`@${names.person(target.slice(1)) ?? (label || target.slice(1))}`);
  if (target.startsWith("#")) return mention(`#${names.channel(target.slice(1)) ?? (label || target.slice(1))}`);
  if (target.startsWith("!subteam^")) return mention(`@${names.group(target.slice(9)) ?? label.replace(/^@/, "")}`);
  if (target.startsWith("!date^")) return slackDate(target, label);
  if (target.startsWith("!")) return mention(`@${target.slice(1).split("^")[0]}`, "mention special");
  const address = unescapeText(target);
  if (address.startsWith("mailto:")) return h("span", { class: "mail" }, label || address.slice(7));
  return link(address, emojify(label || address));
}

export const mention = (text, className = "mention") => h("span", { class: className }, text);

const STYLES = [
  [/(^|[^\p{L}\p{N}*])\*(?!\s)([^*\n]*[^*\s])\*(?![\p{L}\p{N}*])/u, "strong"],
  [/(^|[^\p{L}\p{N}_])_(?!\s)([^_\n]*[^_\s])_(?![\p{L}\p{N}_])/u, "em"],
  [/(^|[^\p{L}\p{N}~])~(?!\s)([^~\n]*[^~\s])~(?![\p{L}\p{N}~])/u, "s"],
];

/** Bold, italic and strike may nest in any order: the earliest mark wins, its inside is read the same way. */
function styled(text, held) {
  let best = null;
  for (const [pattern, tag] of STYLES) {
    const match = pattern.exec(text);
    if (match && (!best || match.index + match[1].length < best.start)) {
      best = { match, tag, start: match.index + match[1].length };
    }
  }
  if (!best) return plain(text, held);
  const { match, tag, start } = best;
  return [plain(text.slice(0, start), held), h(tag, {}, styled(match[2], held)),
    styled(text.slice(match.index + match[0].length), held)];
}

function plain(text, held) {
  return text.split(/(\uE000\d+\uE001)/).map((piece) => {
    const slot = /^\uE000(\d+)\uE001$/.exec(piece);
    return slot ? held[Number(slot[1])] : unescapeText(emojify(piece));
  });
}

/** One line of plain words, for previews and spoken announcements. */
export function plainText(source) {
  return mrkdwn(source).textContent.replace(/\s+/g, " ").trim();
}
