import type { Outbox, StateStore, TermSums } from '@tidemark/pipeline';
import { createLiveStoreTwin } from '@tidemark/pipeline/twins';
import { createLiveStore, createOutbox, createTermReader } from '@tidemark/redis';
import type { Redis } from 'ioredis';
import { type DATABASES, ownRedis } from './redis.ts';

/** The ports of one live store, and what a suite needs beside them to see what they did. */
export interface LiveStore {
  readonly state: StateStore;
  readonly outbox: Outbox;
  readonly terms: TermSums;
  /** Sum of a term over all partitions. */
  readonly valueAt: (tenant: string, history_version: number, term: string, day: number) => Promise<bigint>;
  /** First offset not yet in history, as readers of the store see it. */
  readonly stored: (partition: number) => Promise<number | null>;
  /** Remembers everything; what it answers puts all of it back, as a failover to a lagging replica does. */
  readonly snapshot: () => Promise<() => Promise<void>>;
  readonly close: () => Promise<void>;
}

/** Partitions that suites may use. */
export const PARTITIONS = 64;

export const twinLiveStore = async (): Promise<LiveStore> => {
  const twin = createLiveStoreTwin();
  return {
    ...twin,
    valueAt: async (...place) => twin.valueAt(...place),
    stored: async (partition) => twin.partition(partition)?.stored ?? null,
    snapshot: async () => {
      const back = twin.snapshot();
      return async () => back();
    },
    close: async () => undefined,
  };
};

/** What differs between one Redis and several: how all keys are told, and how all are deleted. */
interface Keyspace {
  readonly keys: () => Promise<readonly string[]>;
  readonly empty: () => Promise<unknown>;
}

export const liveStoreOf = (redis: Redis, { keys, empty }: Keyspace, close: () => void): LiveStore => {
  const read = createTermReader(redis, PARTITIONS);
  return {
    ...createLiveStore(redis),
    outbox: createOutbox(redis),
    valueAt: async (tenant, history_version, term, day) =>
      (await read({ tenant, history_version, terms: [term], day })).sums.get(term)!,
    stored: async (partition) =>
      (await read({ tenant: 'nobody', history_version: 0, terms: [], day: 0 })).positions[partition]!.stored,
    snapshot: async () => {
      const held = await keys();
      const copies = await Promise.all(held.map((key) => redis.dumpBuffer(key)));
      return async () => {
        await empty();
        for (const [index, key] of held.entries()) await redis.restore(key, 0, copies[index]!);
      };
    },
    close: async () => {
      await empty();
      close();
    },
  };
};

export const redisLiveStore = async (suite: keyof typeof DATABASES): Promise<LiveStore> => {
  const redis = await ownRedis(suite);
  const keyspace = { keys: () => redis.keys('*'), empty: () => redis.flushdb() };
  return liveStoreOf(redis, keyspace, () => redis.disconnect());
};
