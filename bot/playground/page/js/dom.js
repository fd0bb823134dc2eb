/**
 * The only place that makes elements. Every string becomes a text node or a checked attribute,
 * so text written by strangers can never turn into markup.
 */

const SVG = "http://www.w3.org/2000/svg";
const REFUSED = /^(on|style$|srcdoc$|formaction$)/i;

/**
 * @param {string} tag
 * @param {Record<string, any>} [props] `class`, `on: {event: handler}`, `data: {name: value}`, or attributes
 * @param {...(Node|string|number|null|undefined|false|Array<any>)} children
 * @returns {HTMLElement}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(element, name, value);
  append(element, children);
  return element;
}

function setProp(element, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name === "on") {
    for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
  } else if (name === "data") {
    for (const [key, item] of Object.entries(value)) {
      if (item !== undefined && item !== null) element.dataset[key] = String(item);
    }
  } else if (name === "class") {
    element.className = Array.isArray(value) ? value.filter(Boolean).join(" ") : value;
  } else if (name === "value" && "value" in element) {
    element.value = value;
  } else if (REFUSED.test(name)) {
    throw new Error(`attribute ${name} is not allowed here`);
  } else if (name === "href" || name === "src") {
    const safe = safeUrl(String(value));
    if (safe) element.setAttribute(name, safe);
  } else {
    element.setAttribute(name, value === true ? "" : String(value));
  }
}

/** Append strings as text, nodes as they are, lists flattened; nothing for null and false. */
export function append(parent, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    parent.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return parent;
}

/** Replace everything inside `parent`. */
export function fill(parent, ...children) {
  parent.replaceChildren();
  return append(parent, children);
}

/** An http or https address, or null for every other scheme (javascript:, data:, file: ...). */
export function safeUrl(address) {
  try {
    const url = new URL(address, location.origin);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

/** Whether the page's own policy lets it show this picture: this server, or another port of this machine. */
export function loadablePicture(address) {
  const safe = safeUrl(address);
  if (!safe) return null;
  const url = new URL(safe);
  const local = url.protocol === "http:" && url.hostname === "127.0.0.1";
  // The same server under its other name (the page was opened as localhost): its pictures stay its own.
  if (local && url.port === location.port) return location.origin + url.pathname + url.search;
  return local || url.origin === location.origin ? safe : null;
}

/** A link that opens elsewhere and tells the other side nothing; plain text when the address is not http(s). */
export function link(address, ...label) {
  const safe = safeUrl(address);
  if (!safe) return h("span", {}, ...label);
  return h("a", { href: safe, target: "_blank", rel: "noopener noreferrer", class: "link" }, ...label);
}

const PATHS = {
  hash: "M9.5 4 8 20M16 4l-1.5 16M4.5 9h15.5M4 15h15.5",
  plus: "M12 5v14M5 12h14",
  home: "M4 11.5 12 5l8 6.5M6 10v9h12v-9M10 19v-5h4v5",
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6 6 18",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  reply: "M5 5h14v10H11l-4 4v-4H5z",
  link: "M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 6 6l1-1",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M5.6 18.4 7 17M17 7l1.4-1.4",
  bolt: "M13 3 5 14h6l-1 7 9-12h-7z",
  help: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M9.7 9.5a2.4 2.4 0 1 1 3.4 2.2c-.8.4-1.1.9-1.1 1.8M12 16.5h.01",
  warn: "M12 4 3 19.5h18zM12 10v4.5M12 17h.01",
  down: "M6 9l6 6 6-6",
  send: "M4 5l16 7-16 7 3-7zM7 12h6",
  check: "M5 12.5l4.5 4.5L19 7.5",
  eye: "M3 12c2.5-4.5 5.5-6.5 9-6.5s6.5 2 9 6.5c-2.5 4.5-5.5 6.5-9 6.5S5.5 16.5 3 12M12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5",
  play: "M8 5.5v13l11-6.5z",
  back: "M14 6l-6 6 6 6",
  file: "M7 3.5h7l4 4v13H7zM14 3.5v4h4",
  clock: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 7.5V12l3 2",
  spark: "M12 4l1.8 5.2L19 11l-5.2 1.8L12 18l-1.8-5.2L5 11l5.2-1.8z",
};

/** A drawn icon, hidden from screen readers: its button carries the name. */
export function icon(name, className = "icon") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** A square button with an icon and a spoken name. */
export function iconButton(name, label, onClick, props = {}) {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label,
    on: { click: onClick }, ...props }, icon(name));
}
