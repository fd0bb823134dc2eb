/** Ways in which the local Discord can misbehave, for the faults drawer. */
export const FAULTS = [
  { name: "Drop the connection", about: "The gateway is cut. The bot should resume within seconds and miss nothing.", body: { kind: "disconnect" } },
  { name: "Ask for a reconnect", about: "Discord does this when it moves a session to another machine.", body: { kind: "reconnect" } },
  { name: "End the session", about: "Nothing can be resumed: the bot has to begin anew and read again how things are.", body: { kind: "invalid_session" } },
  { name: "Too many requests", about: "The next three changes of a message, as of the standings, are refused with 429 and a time to wait.",
    body: { kind: "429", request: "PATCH /channels/*/messages/*", count: 3, seconds: 2 } },
  { name: "Refuse a message", about: "The next two new messages fail with a server error (500).", body: { kind: "500", request: "POST /channels/*/messages", count: 2 } },
  { name: "Answer too late", about: "The answer to the next press takes four seconds. Three are allowed: you see “The application did not respond.”",
    body: { kind: "slow", request: "POST /interactions/*", count: 1, seconds: 4 } },
  { name: "Lose a press", about: "The next press or command never reaches the bot.", body: { kind: "swallow", event: "INTERACTION_CREATE", count: 1 } },
];
