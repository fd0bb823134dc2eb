/** Block Kit blocks to elements. Source: https://docs.slack.dev/reference/block-kit/blocks */
import { makeControl } from "./controls.js";
import { h, icon, link, loadablePicture } from "./dom.js";
import { elementNode, picture, pictureAddress, unknown } from "./elements.js";
import { markdown } from "./markdown.js";
import { richText } from "./richtext.js";
import { label, textNodes } from "./text.js";

let serial = 0;

/** @param {any[]} blocks @param {any} ctx */
export function renderBlocks(blocks, ctx) {
  return (blocks ?? []).map((block) => {
    const draw = Object.hasOwn(BLOCKS, block.type) ? BLOCKS[block.type] : null;
    const node = draw ? draw(block, ctx) : unknown("block", block.type);
    node.classList.add("block");
    node.dataset.blockId = block.block_id ?? "";
    node.dataset.blockType = block.type ?? "";
    return node;
  });
}

const BLOCKS = {
  section(block, ctx) {
    const words = h("div", { class: "section-words" },
      block.text ? h("div", { class: "words", dir: "auto" }, textNodes(block.text)) : null,
      block.fields ? h("div", { class: "fields" }, block.fields.map((field) =>
        h("div", { class: "words", dir: "auto" }, textNodes(field)))) : null);
    const accessory = block.accessory ? h("div", { class: "accessory" }, elementNode(block.accessory, block.block_id, ctx)) : null;
    return h("div", { class: ["section", block.accessory?.type === "image" && "with-picture"] }, words, accessory);
  },

  actions: (block, ctx) => h("div", { class: "actions", role: "group", "aria-label": "Actions" },
    (block.elements ?? []).map((element) => elementNode(element, block.block_id, ctx))),

  context_actions: (block, ctx) => BLOCKS.actions(block, ctx),

  context: (block) => h("div", { class: "context" }, (block.elements ?? []).map((element) => element.type === "image"
    ? picture(element, "context-picture") : h("span", { class: "words", dir: "auto" }, textNodes(element)))),

  header: (block) => h("h3", { class: "header", dir: "auto" }, textNodes(block.text)),

  divider: () => h("hr", { class: "divider" }),

  image(block) {
    const local = loadablePicture(pictureAddress(block) ?? "");
    const frame = picture(block, "block-picture");
    return h("figure", { class: "figure" },
      block.title ? h("figcaption", {}, label(block.title)) : null, local ? link(local, frame) : frame);
  },

  video(block) {
    const title = label(block.title) || "Video";
    return h("div", { class: "video" },
      block.thumbnail_url ? picture({ image_url: block.thumbnail_url, alt_text: block.alt_text || title }, "video-picture") : null,
      h("div", { class: "section-words" },
        h("strong", {}, block.title_url || block.video_url ? link(block.title_url || block.video_url, icon("play", "icon small"), title) : title),
        block.description ? h("div", { class: "words" }, label(block.description)) : null,
        h("span", { class: "hint" }, [block.author_name, block.provider_name].filter(Boolean).join(" · "))));
  },

  markdown: (block) => h("div", { class: "words markdown", dir: "auto" }, markdown(block.text)),

  rich_text: (block) => richText(block),

  table(block) {
    const cell = (item, tag) => h(tag, {}, item.type === "rich_text" ? richText(item) : String(item.text ?? ""));
    const [head, ...rows] = block.rows ?? [];
    return h("div", { class: "table-scroll" }, h("table", { class: "table" },
      head ? h("thead", {}, h("tr", {}, head.map((item) => cell(item, "th")))) : null,
      h("tbody", {}, rows.map((row) => h("tr", {}, row.map((item) => cell(item, "td")))))));
  },

  file: (block) => h("p", { class: "hint" }, `Remote file ${block.external_id ?? ""}`),

  input(block, ctx) {
    const id = `input-${++serial}`;
    const name = label(block.label);
    const control = makeControl(block.element ?? {}, {
      name, blockId: block.block_id, ctx, describedBy: `${id}-hint ${id}-error`,
      onChange: block.dispatch_action ? (value) => ctx.select(block.element, block.block_id, value) : undefined,
    });
    if (!control) return unknown("input", block.element?.type);
    ctx.register(block.block_id, block.element.action_id, { ...control, optional: block.optional === true, input: true });
    return h("div", { class: "input-block" },
      h("div", { class: "input-label", on: { click: control.focus } }, name,
        block.optional ? h("span", { class: "optional" }, "optional") : null),
      control.element,
      h("div", { class: "input-error", id: `${id}-error`, role: "alert", hidden: true }),
      h("div", { class: "input-hint", id: `${id}-hint` }, block.hint ? label(block.hint) : null));
  },
};
