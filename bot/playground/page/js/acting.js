/** What a click means: each surface (message, modal, home) hands its elements one of these contexts. */
import { acked, api, notAcked } from "./api.js";
import { store, warn } from "./store.js";
import { toast } from "./toasts.js";

/** The interactive surface of one message. */
export function messageContext(channel, message) {
  const controls = [];
  const where = { channel, ts: message.ts };
  const act = async (call, element, body) => {
    warn(channel, message.ts, "");
    await attempt(() => call({ user: store.me, ...where, action_id: element.action_id, ...body }),
      (text) => warn(channel, message.ts, text));
  };
  return {
    surface: "message",
    controls,
    register: (blockId, actionId, control) => controls.push({ blockId, actionId, control }),
    click: (element, blockId) => act(api.click, element, { block_id: blockId, value: element.value }),
    select: (element, blockId, value) => act(api.select, element, { block_id: blockId, value: value ?? "" }),
    suggest: (element, blockId, query) =>
      api.suggest({ user: store.me, ...where, action_id: element.action_id, block_id: blockId, value: query }),
  };
}

/**
 * The interactive surface of a modal or home view.
 * @param {any} view @param {{warn: (text: string) => void, after?: () => void}} hooks
 */
export function viewContext(view, hooks) {
  const controls = [];
  const where = { user: store.me, view_id: view.id };
  /** An action carries what stands in the form so far. */
  const act = async (call, element, body) => {
    hooks.warn("");
    await attempt(() => call({ ...where, action_id: element.action_id, values: readValues(controls), ...body }), hooks.warn);
    hooks.after?.();
  };
  return {
    surface: view.type,
    controls,
    register: (blockId, actionId, control) => controls.push({ blockId, actionId, control }),
    click: (element, blockId) => act(api.click, element, { block_id: blockId, value: element.value }),
    select: (element, blockId, value) => act(api.select, element, { block_id: blockId, value: value ?? "" }),
    suggest: (element, blockId, query) => api.suggest({ ...where, action_id: element.action_id, block_id: blockId, value: query }),
  };
}

/** `view.state.values`: block id → action id → value. */
export function readValues(controls) {
  const values = {};
  for (const { blockId, actionId, control } of controls) {
    values[blockId] = { ...values[blockId], [actionId]: control.read() };
  }
  return values;
}

/**
 * Run a call; a missing acknowledgement becomes a warning in place, any other refusal a notice.
 * While it runs, the server's own warning event is about the same thing and is not shown again.
 */
export async function attempt(run, showWarning) {
  store.acting += 1;
  try {
    const answer = await run();
    if (!acked(answer)) showWarning(notAcked(answer));
  } catch (error) {
    if (error.body?.acked === false) showWarning(notAcked(error.body));
    else toast(error.message);
  } finally {
    setTimeout(() => { store.acting -= 1; }, 1000);
  }
}
