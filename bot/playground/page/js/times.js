/** Times: Slack's ts values, relative words, day headings, and `<!date^...>`. */
import { now as playgroundNow } from "./clock.js";
import { h, link } from "./dom.js";

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const clockSeconds = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });
const dayName = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** Slack's ts is seconds since 1970 with a counter behind the point. */
export const fromTs = (ts) => new Date(Number.parseFloat(ts) * 1000);

export const clockTime = (date) => clock.format(date);
export const fullTime = (date) => full.format(date);

/** A key and a heading for the day a message belongs to, in the reader's own time zone. */
export function day(date, now = new Date(playgroundNow())) {
  const key = `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
  const start = (value) => new Date(value.getFullYear(), value.getMonth(), value.getDate());
  const days = Math.round((start(now) - start(date)) / 86_400_000);
  return { key, heading: days === 0 ? "Today" : days === 1 ? "Yesterday" : dayName.format(date) };
}

/** "just now", "5 minutes ago", "2 hours ago", "3 days ago". */
export function ago(date, now = playgroundNow()) {
  const seconds = (date.getTime() - now) / 1000;
  const size = Math.abs(seconds);
  if (size < 45) return "just now";
  if (size < 3600) return relative.format(Math.round(seconds / 60), "minute");
  if (size < 86_400) return relative.format(Math.round(seconds / 3600), "hour");
  return relative.format(Math.round(seconds / 86_400), "day");
}

const UNITS = [["year", 31_557_600], ["month", 2_629_800], ["day", 86_400], ["hour", 3600], ["minute", 60]];

/** "in 12 seconds", "2 hours ago", "3 years ago": to the second when it is near, as a countdown wants it. */
export function fromNow(date, now = playgroundNow()) {
  const seconds = Math.round((date.getTime() - now) / 1000);
  const [unit, size] = UNITS.find(([, each]) => Math.abs(seconds) >= each) ?? ["second", 1];
  return relative.format(Math.trunc(seconds / size), unit);
}

/** A `<time>` that shows the clock and says the full date on hover; `refreshTimes` keeps the relative part true. */
export function timeNode(ts) {
  const date = fromTs(ts);
  return h("time", { class: "time", datetime: date.toISOString(), title: `${fullTime(date)} · ${ago(date)}` },
    clockTime(date), h("span", { class: "ago", data: { at: date.getTime() } }, ago(date)));
}

export function refreshTimes(root = document) {
  for (const node of root.querySelectorAll("[data-at]")) {
    const words = ago(new Date(Number(node.dataset.at)));
    if (node.textContent !== words) node.textContent = words;
  }
}

/** The countdowns, every second. */
export function refreshCountdowns(root = document) {
  for (const node of root.querySelectorAll("[data-from-now]")) {
    const words = fromNow(new Date(Number(node.dataset.fromNow)));
    if (node.textContent !== words) node.textContent = words;
  }
}

const DATE_FORMATS = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
};

/** `!date^1392734382^{date} at {time}^https://...` with a fallback text for readers without dates. */
export function slackDate(target, fallback) {
  const [, stamp, pattern = "", address] = target.split("^");
  const date = new Date(Number(stamp) * 1000);
  if (!/^\d+$/.test(stamp) || Number.isNaN(date.getTime())) return h("span", {}, fallback || target);
  const text = pattern.replace(/\{(\w+)\}/g, (whole, name) => dateField(name, date) ?? whole);
  const node = h("time", { datetime: date.toISOString(), title: fullTime(date), class: "date" }, text || fallback);
  return address ? link(address, node) : node;
}

function dateField(name, date) {
  if (name === "time") return clock.format(date);
  if (name === "time_secs") return clockSeconds.format(date);
  if (name === "ago") return ago(date);
  const pretty = name.endsWith("_pretty");
  const format = DATE_FORMATS[pretty ? name.slice(0, -7) : name];
  if (!format) return undefined;
  const { heading } = day(date);
  if (pretty && (heading === "Today" || heading === "Yesterday")) return heading.toLowerCase();
  return new Intl.DateTimeFormat(undefined, format).format(date);
}
