/** Slash command suggestions: the commands the app has, and the words each takes. */
import { store } from "./store.js";

/** What the product's own command takes; an app that tells its usage hint itself is believed instead. */
const USAGE = {
  "/goodword": {
    description: "Review what people say about the brand",
    words: [["triage", "clear the queue one by one"], ["help", "what you can do"], ["add URL", "take in something you saw"],
      ["search words", "find items"], ["contest", "run contests in Discord"], ["history", "what was decided"], ["sources", "where content comes from"],
      ["settings", "what is set up"]],
  },
};

/**
 * Commands that begin as typed; after a whole command, its words.
 * @returns {Array<{insert: string, shown: string, about: string}>}
 */
export function suggestions(text) {
  const [head] = text.split(/\s/, 1);
  const typed = text.replace(/\s+/g, " ");
  const inside = typed.length > head.length;
  const rows = store.commands.filter(({ command }) => (inside ? command === head : command.startsWith(head))).flatMap(rowsOf);
  return inside ? rows.filter((row) => row.insert.startsWith(typed) && row.insert !== typed) : rows;
}

function rowsOf({ command, description, usage_hint: hint }) {
  const known = USAGE[command];
  const words = hint ? hint.replace(/[[\]]/g, "").split("|").map((word) => [word.trim(), ""]) : known?.words ?? [];
  const about = description ?? known?.description ?? `by ${store.app.name}`;
  return [{ insert: `${command} `, shown: command, about }, ...words.filter(([word]) => word).map(([word, meaning]) => {
    const [first, ...rest] = word.split(" ");
    return { insert: `${command} ${first}${rest.length ? " " : ""}`, shown: `${command} ${word}`, about: meaning };
  })];
}
