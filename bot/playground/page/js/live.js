/** Live updates over Server-Sent Events. The browser reconnects with Last-Event-ID by itself; we re-read after it. */

const TYPES = ["message", "message_changed", "message_deleted", "ephemeral", "view", "view_closed", "home",
  "connection", "warning", "clock", "reset"];

/** The server's own "warning" and "message" events arrive under these names with JSON data. */
export function connect({ after, onEvent, onUp, onDown }) {
  let source;
  let wasDown = false;
  let retry = 0;
  let lastId = after ? String(after) : "";

  const open = () => {
    source = new EventSource(`/playground/events${lastId ? `?last_event_id=${encodeURIComponent(lastId)}` : ""}`);
    source.addEventListener("open", () => {
      onUp(wasDown);
      wasDown = false;
    });
    source.addEventListener("error", () => {
      wasDown = true;
      onDown();
      // A refused connection (the server restarts) closes the source for good: open a new one, a little later.
      if (source.readyState === EventSource.CLOSED) {
        clearTimeout(retry);
        retry = setTimeout(open, 1500);
      }
    });
    for (const type of TYPES) {
      source.addEventListener(type, (event) => {
        if (event.lastEventId) lastId = event.lastEventId;
        const data = parse(event.data);
        if (data) onEvent(type, data, Number(event.lastEventId) || 0);
      });
    }
  };
  open();
  addEventListener("pagehide", () => {
    source.close();
    wasDown = true;
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) open();
  });
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
