import type { TermSums } from '@tidemark/pipeline';
import type { Redis } from 'ioredis';
import { BUCKETS } from './bucket.ts';
import { attempt } from './errors.ts';
import { controlKey, sumsKey, tenantsKey } from './keys.ts';
import { createBucketReader } from './read/bucket.ts';
import { replaceSums } from './replaceSums.ts';
import { type Argument, loadScript, runScript } from './script.ts';
import { fieldArguments } from './scriptArguments.ts';
import { foldPast } from './sums/fold.ts';
import type { HeldSums } from './sums/held.ts';

/** Buckets whose customers are read at once. */
const SLICE = 64;

/** `sums`: those of the partitions that are ours. */
export const createTermSums = (redis: Redis, sums: HeldSums): TermSums => {
  const script = loadScript('putSums');
  const readBucket = createBucketReader(redis);
  const advance = async (partition: number, epoch: number, base: number): Promise<boolean> => {
    const control = controlKey(partition);
    const [held, next, before] = await redis.hmget(control, 'epoch', 'next', 'base');
    if (Number(held) !== epoch) return false;
    if (before !== null && Number(before) >= base) return true;
    const put = async (key: string, gone: readonly string[], written: readonly Argument[]) => {
      const values = [String(epoch), next ?? '', String(gone.length), ...gone, ...written];
      return (await runScript(redis, script, [control, key], values)) === 1;
    };
    // Tenant by tenant, so that others get a turn in between. The base comes last: till then readers look at every day.
    for (const [tenant, version] of Object.entries(await redis.hgetall(tenantsKey(partition)))) {
      const key = sumsKey(partition, tenant, Number(version));
      const { gone, written } = fieldArguments(foldPast(await redis.hgetallBuffer(key), base));
      if (gone.length + written.length > 0 && !(await put(key, gone, written))) return false;
    }
    return put(control, [], ['base', String(base)]);
  };

  return {
    advance: (partition, epoch, base) => {
      sums.forget(partition);
      return attempt(() => advance(partition, epoch, base));
    },
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
    replace: ({ partition, epoch, next }, tenant, history_version, replaced) =>
      attempt(async () => {
        sums.forget(partition);
        const call = { partition, epoch, token: null, next, tenant, history_version, sums: replaced };
        return replaceSums(redis, call);
      }),
  };
};
