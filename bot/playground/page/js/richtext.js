/** `rich_text` blocks: sections, lists, quotes and preformatted text of styled runs. */
import { h, link } from "./dom.js";
import { EMOJI, emojify } from "./emoji.js";
import { mention } from "./mrkdwn.js";
import { names } from "./names.js";
import { slackDate } from "./times.js";

export function richText(block) {
  return h("div", { class: "rich-text", dir: "auto" }, (block.elements ?? []).map(part));
}

function part(element) {
  const runs = () => (element.elements ?? []).map(run);
  switch (element.type) {
    case "rich_text_section": return h("div", { class: "rich-section" }, runs());
    case "rich_text_quote": return h("blockquote", { class: "quote" }, runs());
    case "rich_text_preformatted": return h("pre", { class: "code-block" }, (element.elements ?? []).map((item) => item.text ?? item.url ?? ""));
    case "rich_text_list": {
      const depth = Math.min(4, Number(element.indent) || 0);
      return h(element.style === "ordered" ? "ol" : "ul", { class: `list depth-${depth}`,
        start: element.style === "ordered" && element.offset ? Number(element.offset) + 1 : null },
      (element.elements ?? []).map((item) => h("li", {}, (item.elements ?? []).map(run))));
    }
    default: return h("p", { class: "unknown" }, `This page can't draw a rich text part of type “${element.type}”.`);
  }
}

function run(element) {
  const node = bare(element);
  const style = element.style ?? {};
  return [["code", "code", "code"], ["bold", "strong"], ["italic", "em"], ["strike", "s"], ["underline", "u"]]
    .filter(([flag]) => style[flag])
    .reduce((inner, [, tag, className]) => h(tag, { class: className }, inner), node);
}

function bare(element) {
  switch (element.type) {
    case "text": return withBreaks(element.text ?? "");
    case "link": return link(element.url, element.text || element.url);
    case "user": return mention(`@${names.person(element.user_id) ?? element.user_id}`);
    case "channel": return mention(`#${names.channel(element.channel_id) ?? element.channel_id}`);
    case "usergroup": return mention(`@${names.group(element.usergroup_id) ?? element.usergroup_id}`);
    case "broadcast": return mention(`@${element.range}`, "mention special");
    case "emoji": return document.createTextNode(EMOJI.get(element.name) ?? `:${element.name}:`);
    case "date": return slackDate(`!date^${element.timestamp}^${element.format ?? "{date}"}`, element.fallback);
    case "color": return h("code", { class: "code" }, element.value);
    default: return mention(`[${element.type}]`);
  }
}

function withBreaks(text) {
  const lines = emojify(text).split("\n");
  return h("span", {}, lines.map((line, index) => [index ? h("br") : null, line]));
}
