import { setTimeout as delay } from 'node:timers/promises';
import type { Pending } from './batch.ts';
import { EventRejected, SendFailed } from './errors.ts';

export interface Target {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** How long one batch is tried, in milliseconds. */
  readonly patience: number;
  readonly requestTimeout: number;
}

interface Rejection {
  readonly index: number;
  readonly code: string;
  readonly field: string | null;
  readonly message: string;
}

const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 10_000;

/** Grows with each try, with chance in it so that many producers do not come back at the same moment. */
const pauseBefore = (attempt: number): number =>
  Math.min(FIRST_PAUSE * 2 ** attempt, LONGEST_PAUSE) * (0.5 + Math.random() / 2);

const askedPause = (response: Response): number => {
  const seconds = Number(response.headers.get('retry-after'));
  return seconds > 0 ? seconds * 1000 : 0;
};

/**
 * Sends one batch until it is answered for good, and settles each of its events. Tries again after 429, 5xx and failures
 * of the network; an event that had got through all the same counts once by its id.
 */
export const post = async (batch: readonly Pending[], target: Target): Promise<void> => {
  const end = performance.now() + target.patience;
  const body = batch.map(({ line }) => line).join('\n');
  for (let attempt = 0; ; attempt++) {
    let failure: string;
    let pause = pauseBefore(attempt);
    try {
      const response = await fetch(target.url, {
        method: 'POST',
        headers: { ...target.headers, 'content-type': 'application/x-ndjson' },
        body,
        signal: AbortSignal.timeout(target.requestTimeout),
      });
      const answer = await response.text();
      if (response.status !== 429 && response.status < 500) return settle(batch, response.status, answer);
      failure = `answered ${response.status}: ${answer}`;
      pause = Math.max(pause, askedPause(response));
    } catch (error) {
      failure = reasonOf(error);
    }
    if (performance.now() + pause > end) {
      const error = new SendFailed(`${target.url} ${failure}; gave up after ${attempt + 1} tries`);
      for (const { reject } of batch) reject(error);
      return;
    }
    await delay(pause);
  }
};

const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return `was not reached: ${cause instanceof Error ? cause.message : String(cause)}`;
};

const settle = (batch: readonly Pending[], status: number, text: string): void => {
  const rejections = rejectionsOf(text);
  if (rejections === null) {
    const error = new SendFailed(`the server answered ${status}: ${text.slice(0, 500)}`);
    for (const { reject } of batch) reject(error);
    return;
  }
  for (const [index, { id, resolve, reject }] of batch.entries()) {
    const rejection = rejections.get(index);
    if (rejection === undefined) resolve();
    else reject(new EventRejected(id, rejection.code, rejection.field, rejection.message));
  }
};

/** What was refused by its place in the batch; null where the answer is not about events. */
const rejectionsOf = (text: string): ReadonlyMap<number, Rejection> | null => {
  try {
    const { rejected } = JSON.parse(text) as { rejected?: Rejection[] };
    return rejected === undefined ? null : new Map(rejected.map((rejection) => [rejection.index, rejection]));
  } catch {
    return null;
  }
};
