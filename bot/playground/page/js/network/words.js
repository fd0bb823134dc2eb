/** Texts of posts, as nodes: addresses are links, mentions and hashtags stand out, the rest is text. */
import { h, link } from "../dom.js";

const PART = /(https?:\/\/[^\s<>"“”«»]+)|((?<![\p{L}\p{N}_@/])@[\p{L}\p{N}_]+(?:[.-][\p{L}\p{N}_]+)*(?:@[\w.-]+(?::\d+)?)?)|((?<![\p{L}\p{N}_&/#])#[\p{L}\p{N}_]+)/gu;

/** @param {string} text @returns {Array<Node|string>} */
export function words(text) {
  const found = [];
  let at = 0;
  for (const match of text.matchAll(PART)) {
    const whole = match[1] ? match[0].replace(/[.,;:!?)\]}'’]+$/, "") : match[0];
    found.push(text.slice(at, match.index), part(match, whole));
    at = match.index + whole.length;
  }
  found.push(text.slice(at));
  return found;
}

function part(match, whole) {
  if (match[1]) return link(whole, whole);
  return match[2] ? h("span", { class: "mention", title: whole }, whole.replace(/(.)@.*/, "$1")) : h("span", { class: "hashtag" }, whole);
}

/** How a network counts: an address is 23 characters, a mention doesn't count its server. */
export function length(text) {
  const counted = text.replace(/https?:\/\/[^\s<>"“”«»]+/g, "x".repeat(23)).replace(/(@[\p{L}\p{N}_.-]+)@[\w.:-]+/gu, "$1");
  return [...counted].length;
}
