/** Talks to the playground's control surface: JSON in, JSON out, errors with the remedy the server names. */

export class ApiError extends Error {
  /** @param {string} code @param {string} message @param {any} body */
  constructor(code, message, body) {
    super(message);
    this.code = code;
    this.body = body;
  }
}

export async function call(method, path, body) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: body ? { "Content-Type": "application/json" } : {},
      body: body ? JSON.stringify(body) : undefined,
    });
  } catch {
    throw new ApiError("unreachable", "The playground does not answer. Is it still running?", null);
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok || answer === null || answer.ok === false && answer.acked === undefined) {
    const code = answer?.error ?? `http_${response.status}`;
    throw new ApiError(code, answer?.message ?? `The playground answered ${code}.`, answer);
  }
  return answer;
}

export function query(values) {
  const present = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
  return present.length ? `?${new URLSearchParams(present)}` : "";
}

const get = (path, values = {}) => call("GET", path + query(values));
const post = (path, body) => call("POST", path, body);

export const api = {
  state: (user) => get("/playground/state", { user }),
  messages: (channel, user, { thread_ts, limit } = {}) => get("/playground/slack/messages", { channel, user, thread_ts, limit }),
  views: (user) => get("/playground/slack/views", { user }),
  click: (body) => post("/playground/slack/click", body),
  select: (body) => post("/playground/slack/select", body),
  suggest: (body) => post("/playground/slack/suggest", body),
  command: (body) => post("/playground/slack/command", body),
  submit: (body) => post("/playground/slack/submit", body),
  close: (body) => post("/playground/slack/close", body),
  shortcut: (body) => post("/playground/slack/shortcut", body),
  openHome: (user) => post("/playground/slack/open_home", { user }),
  say: (body) => post("/playground/slack/post", body),
  jump: (body) => post("/playground/clock", body),
  faults: () => get("/playground/faults"),
  setFault: (body) => post("/playground/faults", body),
};

/** Whether the app acknowledged what the person did; Slack shows a warning when it did not. */
export const acked = (answer) => answer?.acked !== false;

/** What to tell the person when the app did not acknowledge. */
export function notAcked(answer) {
  if (answer?.error && answer.error !== "operation_timeout") {
    return `${answer.message ?? "The app could not be reached."} Your click was not recorded.`;
  }
  return "The app didn't answer in time. Your click may not have been recorded.";
}
