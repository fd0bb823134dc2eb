/** Left side of the Creators half: whom one writes as, who was asked, who else posted. */
import { fill, h } from "../dom.js";
import { roveEntries, walkedEntries } from "../rows.js";
import { avatar } from "./posts.js";

const $ = (id) => document.getElementById(id);
const MOST = 40;

export class Sidebar {
  /** @param {{open: (handle: string) => void}} doing */
  constructor(doing) {
    this.doing = doing;
    this.list = $("network-places");
    this.select = $("network-act-as");
    this.select.addEventListener("change", () => doing.open(this.select.value));
    walkedEntries(this.list);
  }

  /** @param {any} state @param {string} current the handle of whom one writes as */
  draw(state, current) {
    const focused = this.list.contains(document.activeElement) ? document.activeElement.dataset.entry : null;
    const asked = state.creators.filter((each) => each.asked);
    const others = state.creators.filter((each) => !each.asked);
    const shown = others.filter((each, index) => index < MOST || each.handle === current);
    fill(this.list, asked.length ? group("network-asked", "Asked by the brand", asked.map((each) => this.entry(each, current))) : h("p", { class: "hint place-hint" }, "Nobody was asked yet. In Slack, press “Ask permission” on a card."),
      group("network-others", "They posted", shown.map((each) => this.entry(each, current))));
    const me = state.creators.find((each) => each.handle === current);
    fill($("network-me"), me ? avatar(me) : null);
    fill(this.select, [...asked, ...shown].map((each) => h("option", { value: each.handle }, each.name)));
    this.select.value = current;
    roveEntries(this.list, focused ?? current);
    if (focused) this.list.querySelector(`[data-entry="${CSS.escape(focused)}"]`)?.focus();
  }

  entry(person, current) {
    const chosen = person.handle === current;
    return h("button", { type: "button", class: ["member", chosen && "me", person.waiting > 0 && "waiting"], "aria-current": chosen ? "page" : undefined, data: { entry: person.handle },
      on: { click: () => this.doing.open(person.handle) } }, avatar(person),
    h("span", { class: "member-words" }, h("bdi", { class: "member-name" }, person.name), h("span", { class: "hint" }, `@${person.handle}`)),
    person.waiting ? [h("span", { class: "count" }, person.waiting), h("span", { class: "sr" }, " not read")] : null);
  }
}

const group = (id, heading, entries) => [h("h2", { class: "side-heading", id }, heading), h("div", { role: "group", "aria-labelledby": id }, entries)];
