/** A creator's conversations: their posts, what the brand wrote under them, and the answers. */
import { h, icon, iconButton, loadablePicture } from "../dom.js";
import { initials, tint } from "../names.js";
import { rove, walked } from "../rows.js";
import { keepingFocus, reconcile } from "../timeline.js";
import { ago, clockTime, fullTime } from "../times.js";
import { answers } from "./answers.js";
import { words } from "./words.js";

const NEAR = 48;
const DEEPEST = 4;
const SURE_SECONDS = 5;

export const avatar = (person) => (person.brand ? h("span", { class: "avatar app-avatar", "aria-hidden": "true" }, icon("spark"))
  : h("span", { class: ["avatar", tint(person.handle)], "aria-hidden": "true" }, initials(person.name)));

export class Posts {
  /** @param {{scroller: HTMLElement, list: HTMLElement, pill: HTMLElement, doing: {answer: Function, change: Function, remove: Function}}} parts */
  constructor({ scroller, list, pill, doing }) {
    Object.assign(this, { scroller, list, pill, doing });
    this.rows = new Map();
    this.fresh = new Set();
    this.pinned = true;
    const heights = new ResizeObserver(() => { if (this.pinned) this.toEnd(); });
    for (const each of [list, scroller]) heights.observe(each);
    scroller.addEventListener("scroll", () => {
      this.pinned = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;
      if (this.pinned) pill.hidden = true;
    }, { passive: true });
    walked(list);
    pill.addEventListener("click", () => this.toEnd());
  }

  /** Another creator's. */
  clear() {
    this.rows.clear();
    this.fresh.clear();
    this.list.replaceChildren();
    this.pinned = true;
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.pinned = true;
    this.pill.hidden = true;
  }

  /** @param {any[]} posts @param {any} brand */
  draw(posts, brand) {
    const before = this.rows.size;
    for (const post of posts) if (post.new) this.fresh.add(post.id);
    const wanted = posts.map((post) => this.row(post, brand));
    const keys = new Set(posts.map((post) => post.id));
    for (const key of [...this.rows.keys()]) if (!keys.has(key)) this.rows.delete(key);
    reconcile(this.list, wanted.length ? wanted : [h("div", { class: "empty" }, h("p", {}, "Nothing here any more."))]);
    rove(this.list);
    if (this.pinned) this.toEnd();
    else if (before && this.rows.size > before) this.pill.hidden = false;
  }

  /** A row is drawn again only when its post changed; the focus stays on the control it was on. */
  row(post, brand) {
    const told = JSON.stringify([{ ...post, new: false }, this.fresh.has(post.id)]);
    let entry = this.rows.get(post.id);
    if (!entry) this.rows.set(post.id, entry = { node: h("article", { tabindex: "-1", data: { post: post.id } }), told: "" });
    if (entry.told === told) return entry.node;
    entry.told = told;
    keepingFocus(entry.node, () => drawPost(entry.node, post, brand, this.fresh.has(post.id), this.doing));
    return entry.node;
  }
}

function drawPost(row, post, brand, fresh, doing) {
  row.className = ["message", "post", `at-depth-${Math.min(post.depth, DEEPEST)}`, fresh && "for-me"].filter(Boolean).join(" ");
  row.setAttribute("aria-label", `${post.author.name}${post.depth ? " answers" : ""}: ${post.text.slice(0, 140)}`);
  const date = new Date(post.at);
  row.replaceChildren(avatar(post.author), h("div", { class: "message-main" },
    h("div", { class: "message-head" }, h("span", { class: "author", dir: "auto" }, post.author.name), h("span", { class: "hint" }, `@${post.author.handle}`),
      post.author.brand ? h("span", { class: "badge" }, "Brand") : null,
      h("time", { class: "time", datetime: post.at, title: fullTime(date) }, clockTime(date), h("span", { class: "ago", data: { at: date.getTime() } }, ago(date)))),
    h("div", { class: "words post-words", dir: "auto", lang: post.language }, words(post.text)),
    post.edited_at ? h("span", { class: "edited", title: fullTime(new Date(post.edited_at)) }, "(edited)") : null,
    picture(post), counts(post), post.ask ? suggestions(post, brand, doing) : null), toolbar(post, doing));
}

function picture(post) {
  const address = post.picture && loadablePicture(post.picture);
  return address ? h("figure", { class: "figure attached" }, h("img", { class: "post-picture", src: address, alt: post.alt || "A picture", loading: "lazy", width: "960", height: "640" })) : null;
}

function counts(post) {
  const told = [[post.likes, "likes"], [post.shares, "shares"]].filter(([count]) => count);
  return told.length ? h("p", { class: "hint post-counts" }, told.map(([count, what]) => `${count} ${what}`).join(" · ")) : null;
}

function suggestions(post, brand, doing) {
  return h("div", { class: "row suggested", role: "group", "aria-label": "Answers to start from" },
    answers(brand).map((each) => h("button", { type: "button", class: "button", title: each.hint, data: { testid: `answer-${each.id}` }, on: { click: () => doing.answer(post, each.text) } }, each.label)));
}

function toolbar(post, doing) {
  const reply = iconButton("reply", "Answer", () => doing.answer(post), { data: { testid: "network-reply" } });
  if (!post.mine) return h("div", { class: "toolbar" }, reply);
  return h("div", { class: "toolbar" }, reply,
    h("button", { type: "button", class: "text-button tool", data: { testid: "network-edit" }, on: { click: () => doing.change(post) } }, "Edit"), remover(post, doing));
}

/** Asked twice: what is deleted is gone for everybody. */
function remover(post, doing) {
  let sure = false;
  const node = h("button", { type: "button", class: "text-button tool", data: { testid: "network-delete" }, on: { click: () => {
    if (sure) return doing.remove(post);
    sure = true;
    node.textContent = "Really delete?";
    return setTimeout(() => { sure = false; node.textContent = "Delete"; }, SURE_SECONDS * 1000);
  } } }, "Delete");
  return node;
}
