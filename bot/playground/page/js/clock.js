/** What time it is in the playground: the real time, or a later one after somebody jumped. */

const listeners = new Set();
let ahead = 0;

/** Milliseconds since 1970 here. */
export const now = () => Date.now() + ahead;

/** How far the playground is ahead of the real time, in milliseconds. */
export const aheadBy = () => ahead;

/** Whether it can be moved. */
export let moves = false;

/** The server's clock. @param {{now: string, offset: number, moves: boolean}} reading */
export function setClock(reading) {
  if (!reading) return;
  moves = reading.moves === true;
  const before = ahead;
  ahead = Math.abs(reading.offset) < 1 ? 0 : reading.offset * 1000;
  if (ahead !== before) for (const tell of listeners) tell();
}

/** Call `listener` whenever the clock jumped. */
export function whenJumped(listener) {
  listeners.add(listener);
}
