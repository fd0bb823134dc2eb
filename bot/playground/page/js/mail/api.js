/** Talks to the mailbox's control surface: the same manners as the other parts'. */
import { call } from "../api.js";

const ROOT = "/playground/mail";

export const api = {
  state: () => call("GET", `${ROOT}/state`),
  mail: (id) => call("GET", `${ROOT}/mails/${id}`),
  look: (id) => call("POST", `${ROOT}/look`, { mail: id }),
  framed: (id) => `${ROOT}/mails/${id}/html`,
};
