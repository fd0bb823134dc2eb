/** Slack's text objects: `plain_text` shows marks as they are, `mrkdwn` reads them. */
import { h } from "./dom.js";
import { emojify } from "./emoji.js";
import { mrkdwn } from "./mrkdwn.js";

export function textNodes(object) {
  if (!object) return null;
  if (object.type === "mrkdwn") return mrkdwn(object.text, { verbatim: object.verbatim === true });
  const lines = label(object).split("\n");
  return lines.map((line, index) => [index ? h("br") : null, line]);
}

/** The words of a text object, for labels, options and titles. */
export function label(object) {
  if (!object) return "";
  if (typeof object === "string") return object;
  return object.emoji === false ? String(object.text ?? "") : emojify(String(object.text ?? ""));
}
