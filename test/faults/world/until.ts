import { setTimeout as delay } from 'node:timers/promises';

const POLL = 50;

/** Asks until it is so. After `limit` milliseconds throws with what was waited for; what `ask` throws is passed on. */
export const until = async (
  what: () => string,
  ask: () => Promise<boolean> | boolean,
  limit: number,
): Promise<void> => {
  const deadline = performance.now() + limit;
  while (!(await ask())) {
    if (performance.now() > deadline) throw new Error(`waited ${limit / 1000} s in vain: ${what()}`);
    await delay(POLL);
  }
};
