import type { StateStore, TermSums } from '@tidemark/pipeline';
import type { Redis } from 'ioredis';
import { createStateStore } from './stateStore.ts';
import { createHeldSums } from './sums/held.ts';
import { createTermSums } from './termSums.ts';

/** What a worker keeps in Redis. Both write sums, so they know of the same ones. */
export const createLiveStore = (redis: Redis): { readonly state: StateStore; readonly terms: TermSums } => {
  const sums = createHeldSums(redis);
  return { state: createStateStore(redis, sums), terms: createTermSums(redis, sums) };
};
