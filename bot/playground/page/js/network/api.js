/** Talks to the local network's control surface: the same manners as the other halves'. */
import { call, query } from "../api.js";

const ROOT = "/playground/network";
const post = (act) => (body) => call("POST", `${ROOT}/${act}`, body);

export const api = {
  state: () => call("GET", `${ROOT}/state`),
  posts: (creator) => call("GET", `${ROOT}/posts${query({ creator })}`),
  post: post("post"),
  reply: post("reply"),
  edit: post("edit"),
  remove: post("delete"),
  look: post("look"),
};
