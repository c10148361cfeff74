import { setTimeout as delay } from 'node:timers/promises';

const FIRST = 100;
const LONGEST = 5_000;

/** Waits longer each time, up to 5 s; at once where the signal is aborted. */
export const createBackoff = (signal: AbortSignal): (() => Promise<void>) => {
  let pause = FIRST;
  return async () => {
    await delay(pause, undefined, { signal }).catch(() => undefined);
    pause = Math.min(pause * 2, LONGEST);
  };
};
