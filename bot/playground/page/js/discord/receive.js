/** Live updates of the Discord half, and what each changes. */
import { announce } from "../toasts.js";
import { authorName, summary } from "./message.js";
import { countUnread, dropMessage, putMessage, store, warn } from "./store.js";

const RETRY = 1500;

/**
 * @param {{reload: () => Promise<void>, catchUp: () => Promise<void>, showForm: () => void, commands: () => void, reading: (channel: string) => boolean,
 *   arrived: (mine: boolean) => void, gone: (channel: string) => void, typing: (channel: string) => void, using: (message: string) => boolean, unanswered: (answer: any) => string}} page
 */
export function follow(page) {
  const handlers = handlersFor(page);
  let lastId = store.lastEvent;
  let wasDown = false;
  let source;
  const online = (up) => {
    store.pageOnline = up;
    store.emit("connection");
  };
  const begin = () => {
    source = new EventSource(`/playground/discord/events?last_event_id=${lastId}`);
    source.addEventListener("open", () => {
      online(true);
      if (wasDown) page.catchUp();
      wasDown = false;
    });
    source.addEventListener("error", () => {
      wasDown = true;
      online(false);
      if (source.readyState === EventSource.CLOSED) setTimeout(begin, RETRY);
    });
    for (const [type, handle] of Object.entries(handlers)) {
      source.addEventListener(type, (event) => {
        if (!event.data) return;
        lastId = event.lastEventId || lastId;
        const data = JSON.parse(event.data);
        if (!data.user || data.user === store.me) handle(data);
      });
    }
  };
  begin();
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => { if (event.persisted) begin(); });
}

function handlersFor(page) {
  return {
    message: (data) => arrived(data, page),
    message_changed: (data) => putMessage(data.channel, data.message),
    message_deleted: (data) => dropMessage(data.channel, data.id),
    modal: page.showForm,
    modal_closed: page.showForm,
    warning(data) {
      if (data.message && !page.using(data.message)) warn(data.channel, data.message, page.unanswered({ error: /not connected/.test(data.text) ? "not_connected" : "no_response", component: true }));
    },
    typing: (data) => page.typing(data.channel),
    member: page.reload,
    member_left: page.reload,
    role: page.reload,
    role_deleted: page.reload,
    channel: page.reload,
    async channel_deleted(data) {
      await page.reload();
      page.gone(data.channel);
    },
    commands: page.commands,
    connection(data) {
      store.bot.connected = data.connected;
      store.emit("connection");
    },
    reset: page.catchUp,
  };
}

async function arrived({ channel, message }, page) {
  if (!store.channel(channel)) await page.reload(); // the first letter of the bot makes the conversation
  if (!store.channel(channel)) return; // somebody else's
  const mine = message.author.id === store.me;
  const fresh = putMessage(channel, message);
  if (page.reading(channel)) {
    page.arrived(mine);
    if (!mine && fresh) announce(`New message from ${authorName(message)}: ${summary(message)}`);
  } else if (!mine && !message.for_user) {
    countUnread(channel, 1);
  }
}
