import { setTimeout as delay } from 'node:timers/promises';
import { EVENTS_PARTITIONS } from '@tidemark/kafka';
import { readControl } from '@tidemark/redis';
import { Redis } from 'ioredis';
import type { Acknowledged } from './openLoad.ts';

/** How long batches took from their acknowledgement to each store; one entry a record, milliseconds. */
export interface Latencies {
  readonly applied: number[];
  readonly stored: number[];
}

export interface Follower {
  readonly add: (batch: Acknowledged) => void;
  /** Resolves once everything added is in both stores. */
  readonly finish: () => Promise<Latencies>;
}

const POLL = 4;

/** Watches how far both stores are, every few milliseconds, and tells for each batch when it was reached. */
export const followOffsets = (redisUrl: string): Follower => {
  const redis = new Redis(redisUrl);
  const latencies: Latencies = { applied: [], stored: [] };
  const waiting = { applied: [] as Acknowledged[], stored: [] as Acknowledged[] };
  let finishing = false;

  const take = (which: 'applied' | 'stored', reached: readonly number[], now: number): void => {
    const left: Acknowledged[] = [];
    for (const batch of waiting[which]) {
      if ((reached[batch.partition] ?? 0) < batch.end) left.push(batch);
      else for (let i = 0; i < batch.count; i++) latencies[which].push(Math.max(0, now - batch.at));
    }
    waiting[which] = left;
  };
  const watch = async (): Promise<void> => {
    while (!finishing || waiting.applied.length > 0 || waiting.stored.length > 0) {
      const control = await readControl(redis, EVENTS_PARTITIONS);
      const now = performance.now();
      take(
        'applied',
        control.map(({ next }) => next ?? 0),
        now,
      );
      take(
        'stored',
        control.map(({ stored }) => stored ?? 0),
        now,
      );
      await delay(POLL);
    }
    redis.disconnect();
  };
  const watching = watch();
  return {
    add: (batch) => {
      waiting.applied.push(batch);
      waiting.stored.push(batch);
    },
    finish: async () => {
      finishing = true;
      await watching;
      return latencies;
    },
  };
};
