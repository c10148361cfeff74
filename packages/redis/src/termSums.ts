import type { TermSums } from '@tidemark/pipeline';
import type { Redis } from 'ioredis';
import { BUCKETS } from './bucket.ts';
import { classify } from './errors.ts';
import { controlKey, tenantsKey, termKey } from './keys.ts';
import { createBucketReader } from './read/bucket.ts';
import { replaceSums } from './replaceSums.ts';
import { loadScript, runScript } from './script.ts';

/** Buckets whose customers are read at once. */
const SLICE = 64;

/** `terms`: names of all terms that are read. One that nobody reads is never folded, which costs a little memory and no correctness. */
export const createTermSums = (redis: Redis, terms: readonly string[]): TermSums => {
  const scripts = { advance: loadScript('advance') };
  const readBucket = createBucketReader(redis);
  const attempt = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      throw classify(error);
    }
  };

  return {
    advance: (partition, epoch, base) =>
      attempt(async () => {
        const tenants = Object.entries(await redis.hgetall(tenantsKey(partition)));
        // One call a tenant: short enough for others to get a turn in between.
        for (const [tenant, version] of tenants) {
          const hashes = terms.map((term) => termKey(partition, tenant, Number(version), term));
          const keys = [controlKey(partition), ...hashes];
          const values = [String(epoch), String(base)];
          if ((await runScript(redis, scripts.advance, keys, values)) !== 1) return false;
        }
        return true;
      }),
    slices: BUCKETS / SLICE,
    timelines: ({ partition, epoch, next }, tenant, slice) =>
      attempt(async () => {
        const readings = await Promise.all(
          Array.from({ length: SLICE }, (_, index) =>
            readBucket(partition, slice * SLICE + index, (key) => key.tenant === tenant),
          ),
        );
        if (readings.some((reading) => reading.epoch !== epoch || reading.next !== next)) return null;
        return readings.flatMap(({ customers }) => customers);
      }),
    replace: ({ partition, epoch, next }, tenant, history_version, sums) =>
      attempt(async () => {
        const call = { partition, epoch, token: null, next, tenant, history_version, sums };
        return replaceSums(redis, terms, call);
      }),
  };
};
