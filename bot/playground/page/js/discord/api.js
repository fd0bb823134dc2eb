/** Talks to the local Discord's control surface: the same manners as the Slack half's. */
import { ApiError, call, query } from "../api.js";

const ROOT = "/playground/discord";
const get = (path, values) => call("GET", `${ROOT}/${path}${query(values)}`);
const post = (act) => (body) => call("POST", `${ROOT}/${act}`, body);

export { ApiError };

export const api = {
  state: (user) => get("state", { user }),
  messages: (channel, user) => get("messages", { channel, user, limit: 200 }),
  commands: (user, channel) => get("commands", { user, channel }),
  slash: post("slash"),
  autocomplete: post("autocomplete"),
  click: post("click"),
  select: post("select"),
  submit: post("submit"),
  close: post("close"),
  messageCommand: post("message_command"),
  userCommand: post("user_command"),
  say: post("post"),
  edit: post("edit_message"),
  remove: post("delete_message"),
  react: post("react"),
  join: post("join"),
  leave: post("leave"),
  letters: post("close_dms"),
  faults: () => get("faults", {}),
  setFault: post("faults"),
};
