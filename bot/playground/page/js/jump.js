/** The clock in the top bar: it shows what time it is here, and goes forward. */
import { api } from "./api.js";
import { aheadBy, moves, now, whenJumped } from "./clock.js";
import { fill, h, icon } from "./dom.js";
import { moveWithin, open } from "./menu.js";
import { refreshCountdowns, refreshTimes } from "./times.js";
import { announce } from "./toasts.js";

const dayWords = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short" });
const timeWords = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const whole = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" });
const short = (date) => `${dayWords.format(date).replace(",", "")} ${timeWords.format(date)}`;

const OPENING = 9;
const MONDAY = 1;

/** The next time that it is nine o'clock: tomorrow, or on the next Monday. The browser's time zone says when that is. */
export const tomorrow = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1, OPENING);
export function nextMonday(date) {
  const days = (MONDAY - date.getDay() + 7) % 7;
  const monday = new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, OPENING);
  return monday > date ? monday : new Date(date.getFullYear(), date.getMonth(), date.getDate() + 7, OPENING);
}

/** As a field for date and time wants it: local, to the minute. */
function fieldValue(date) {
  const two = (number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

function ahead() {
  const seconds = Math.round(aheadBy() / 1000);
  if (seconds < 60) return "The real time.";
  const [unit, size] = [["day", 86_400], ["hour", 3600], ["minute", 60]].find(([, each]) => seconds >= each);
  const count = Math.round(seconds / size);
  return `${count} ${unit}${count === 1 ? "" : "s"} ahead of the real time.`;
}

/** A clock in every top bar, before its help. */
export function setUpClocks() {
  if (!moves) return;
  for (const head of document.querySelectorAll(".place-head")) {
    const button = h("button", { type: "button", class: "clock-button", "aria-haspopup": "dialog", "aria-expanded": "false", data: { testid: "clock" },
      on: { click: () => openClock(button) } }, icon("clock", "icon small"), h("span", { class: "clock-day" }), h("span", { class: "clock-time" }));
    head.lastElementChild.before(button);
  }
  show();
  setInterval(show, 1000);
  whenJumped(() => {
    show();
    refreshTimes();
    refreshCountdowns();
    announce(`The clock jumped to ${whole.format(now())}.`);
  });
}

function show() {
  const date = new Date(now());
  const [day, time] = [dayWords.format(date).replace(",", ""), timeWords.format(date)];
  for (const button of document.querySelectorAll(".clock-button")) {
    if (button.dataset.shown === `${day} ${time}`) continue;
    Object.assign(button.dataset, { shown: `${day} ${time}`, ahead: aheadBy() ? "yes" : "no" });
    fill(button.querySelector(".clock-day"), day);
    fill(button.querySelector(".clock-time"), time);
    button.title = `${ahead()} Jump forward`;
    button.setAttribute("aria-label", `Clock: ${day} ${time}. Jump forward`);
  }
}

function openClock(anchor) {
  if (anchor.nextElementSibling?.matches(".clock-menu")) return;
  const date = new Date(now());
  const problem = h("p", { class: "input-error", role: "alert", hidden: true });
  const field = h("input", { type: "datetime-local", class: "field", id: "clock-field", required: true, min: fieldValue(date), value: fieldValue(tomorrow(date)) });
  const jump = async (body) => {
    try {
      await api.jump(body);
      popup.hidePopover();
      anchor.focus();
    } catch (error) {
      fill(problem, error.message);
      problem.hidden = false;
    }
  };
  const choice = (words, hint, body) => h("button", { type: "button", class: "menu-item", on: { click: () => jump(body) } }, h("span", {}, words), h("span", { class: "hint" }, hint));
  const to = (moment) => ({ to: moment.toISOString() });
  const choices = [
    choice("One hour later", short(now() + 3_600_000), { forward: 3600 }),
    choice("Tomorrow 09:00", short(tomorrow(date)), to(tomorrow(date))),
    choice("Next Monday 09:00", short(nextMonday(date)), to(nextMonday(date)))];
  const popup = h("div", { class: "menu clock-menu", popover: "auto", role: "dialog", "aria-label": "Jump forward" },
    h("p", { class: "clock-now" }, whole.format(date)), h("p", { class: "hint" }, `${ahead()} It only goes forward.`),
    h("div", { class: "clock-choices", on: { keydown: (event) => event.key !== "Tab" && moveWithin(event, choices) } }, choices),
    h("form", { class: "clock-form", on: { submit: (event) => { event.preventDefault(); jump(to(new Date(field.value))); } } },
      h("label", { for: "clock-field", class: "input-label" }, "Another time"),
      h("div", { class: "clock-row" }, field, h("button", { type: "submit", class: "button primary" }, "Jump"))),
    problem);
  open(popup, anchor, { alignEnd: true });
  choices[0].focus();
}
