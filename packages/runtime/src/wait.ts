import { setTimeout as delay } from 'node:timers/promises';

/** Resolves after the time, in milliseconds, or at once when the signal aborts: an aborted wait has done what it should, it ended. */
export const wait = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  delay(milliseconds, undefined, { signal }).catch(() => undefined);
