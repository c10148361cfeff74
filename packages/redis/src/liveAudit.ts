import { decodeHot, HOT } from '@tidemark/core';
import type { CustomerKey, CustomerReading, Cut, LiveAudit } from '@tidemark/pipeline';
import type { Redis } from 'ioredis';
import { controlKey, placeOf } from './keys.ts';
import { readControl } from './read/control.ts';
import { readTimeline } from './read/customer.ts';
import { readSnapshot } from './read/snapshot.ts';
import { createTermReader } from './read/terms.ts';
import { integerOf } from './replies.ts';
import { createSettingsCache } from './settingsCache.ts';

const cutOf = (positions: readonly { readonly partition: number; readonly next: number | null }[]): Cut =>
  new Map(positions.flatMap(({ partition, next }) => (next === null ? [] : [[partition, next] as const])));

export const createLiveAudit = (redis: Redis, partitions: number): LiveAudit => {
  const readTerms = createTermReader(redis, partitions);
  const cache = createSettingsCache(redis);

  const readingOf = async (
    partition: number,
    key: CustomerKey,
    bytes: Buffer | null,
  ): Promise<CustomerReading> => {
    if (bytes === null) return { kind: 'unknown' };
    try {
      const hot = decodeHot(bytes);
      const timeline = await readTimeline(redis, partition, key, hot);
      return { kind: 'known', timeline, recent: hot.recent, version: hot.version };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return { kind: 'damaged', reason: error.message };
    }
  };

  return {
    cut: async () => cutOf(await readControl(redis, partitions)),
    snapshot: (partition) => readSnapshot(redis, partition),
    terms: async (tenant, history_version, terms, day) => {
      const { sums, positions } = await readTerms({ tenant, history_version, terms, day });
      const whole = positions.every((held) => (held.history_version ?? history_version) === history_version);
      return { sums, cut: cutOf(positions), whole };
    },
    customers: async (partition, keys) => {
      // Hot parts of one moment; what they count of the cold ones does not change any more.
      const reading = redis.multi().hget(controlKey(partition), 'next');
      for (const key of keys) {
        const place = placeOf(partition, key, HOT);
        reading.hgetBuffer(place.key, place.field);
      }
      const [next, ...hots] = (await reading.exec())!.map(([error, reply]) => {
        if (error !== null) throw error;
        return reply;
      });
      const readings = await Promise.all(
        keys.map((key, index) => readingOf(partition, key, (hots[index] ?? null) as Buffer | null)),
      );
      return { next: integerOf(next), readings };
    },
    settings: async (tenant) => (await cache.read([tenant]))[0] ?? null,
  };
};
