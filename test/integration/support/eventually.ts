import { setTimeout as delay } from 'node:timers/promises';

const POLL = 100;

/** Asks until the answer is something, and gives it; after `limit` milliseconds throws, with what was waited for. */
export const eventually = async <T>(
  what: string,
  ask: () => Promise<T | undefined>,
  limit = 60_000,
): Promise<T> => {
  const deadline = Date.now() + limit;
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) throw new Error(`waited ${limit / 1000} s in vain: ${what}`, { cause: last });
    await delay(POLL);
  }
};
