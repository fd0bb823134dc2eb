/** What the menus of a message, of a member and of the guild offer. */
import { api } from "./api.js";
import { store } from "./store.js";

const APPS = "Apps · Goodword";
const MANAGES = "MANAGE_MESSAGES";

/** The bot's own commands first, as they are what one came for. */
export function messageMenu(message, commands, { act, channel, reply, edit }) {
  const where = { user: store.me, channel: channel(), message: message.id };
  const own = message.author.id === store.me;
  return [
    ...commands.map((command) => ({ label: command.shown_name ?? command.name, value: command.name, hint: APPS,
      run: () => act(() => api.messageCommand({ ...where, command: command.name, wait: 0 })) })),
    commands.length ? null : undefined,
    { label: "Reply", run: () => reply(message) },
    own && message.type !== 7 ? { label: "Edit", run: () => edit(message) } : undefined,
    own || manages() ? { label: "Delete", run: () => act(() => api.remove(where)) } : undefined,
    { label: "React with 🍵", run: () => act(() => api.react({ ...where, emoji: "🍵" })) },
  ].filter((item) => item !== undefined);
}

/** Whether the one we act as may delete what others wrote. */
function manages() {
  if (store.guild.owner_id === store.me) return true;
  return store.mine()?.roles?.some((own) => store.role(own.id)?.permissions?.some((name) => name.toUpperCase() === MANAGES)) === true;
}

export function memberMenu(person, commands, { act, change, channel, choose }) {
  const others = person.id !== store.me;
  return [
    ...commands.map((command) => ({ label: command.shown_name ?? command.name, value: command.name, hint: APPS,
      run: () => act(() => api.userCommand({ user: store.me, channel: channel(), target: person.id, command: command.name, wait: 0 })) })),
    commands.length ? null : undefined,
    others ? { label: `Act as ${person.display}`, run: () => choose(person.id) } : undefined,
    { label: `${person.display} leaves the server`, run: () => change(() => api.leave({ user: person.id })) },
    person.dms_open === false ? { label: "Takes direct messages again", run: () => change(() => api.letters({ user: person.id, open: true })) }
      : { label: "Takes no direct messages", hint: "as a private account: the bot can’t write to them", run: () => change(() => api.letters({ user: person.id, open: false })) },
  ].filter((item) => item !== undefined);
}

export function guildMenu({ change }) {
  const me = store.mine();
  return [
    me?.inside !== false ? { label: `${me?.display} leaves the server`, run: () => change(() => api.leave({ user: store.me })) }
      : { label: `${me?.display} joins again`, run: () => change(() => api.join({ user: store.me })) },
    ...[["Somebody new joins", "an account made today", "en-GB"], ["Somebody new who speaks German joins", "their commands are in German", "de"]].map(([label, hint, locale]) => ({ label, hint, run: () => change(() => newcomer(locale)) })),
  ];
}

function newcomer(locale) {
  const number = store.people.length;
  return api.join({ user: `newcomer${number}`, display: `Newcomer ${number}`, locale, account_days: 0 });
}
