import type { Redis } from 'ioredis';
import { controlKey, rebuildNotesKey } from './keys.ts';

/** Lets the worker that waits for it make a lost partition anew (REBUILD=manual). */
export const askRebuild = async (redis: Redis, partition: number): Promise<void> => {
  await redis.hset(controlKey(partition), 'rebuild', '1');
};

/** Seconds after which an interrupted rebuild is forgotten: what was compared then says little of now. */
const KEPT = 3_600;

/** Partitions that a rebuild has dealt with, so that one that was interrupted goes on with the others. */
export const createRebuildNotes = (redis: Redis, tenant: string | null) => {
  const key = rebuildNotesKey(tenant);
  return {
    done: async (): Promise<ReadonlySet<number>> => new Set((await redis.smembers(key)).map(Number)),
    note: async (partition: number): Promise<void> => {
      await redis.multi().sadd(key, partition).expire(key, KEPT).exec();
    },
    clear: async (): Promise<void> => {
      await redis.del(key);
    },
  };
};
