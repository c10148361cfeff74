import { type CustomerState, decodeHot } from '@tidemark/core';
import type { CustomerKey } from '@tidemark/pipeline';
import type { Redis } from 'ioredis';
import { controlKey, hotKey } from '../keys.ts';
import { integerOf, listOf } from '../replies.ts';
import { loadScript, runScript } from '../script.ts';
import { readTimeline } from './customer.ts';

export { BUCKETS, bucketOf } from '../bucket.ts';

export interface BucketReading {
  readonly epoch: number | null;
  /** First offset not yet applied when the bucket was read: every timeline holds just what came before it. */
  readonly next: number | null;
  readonly customers: readonly { readonly key: CustomerKey; readonly timeline: CustomerState }[];
}

/** No tenant's name holds a colon. */
const keyOf = (text: string): CustomerKey => {
  const colon = text.indexOf(':');
  return { tenant: text.slice(0, colon), customer: text.slice(colon + 1) };
};

/**
 * Reads all customers of one of a partition's BUCKETS, with their whole timelines as of one offset: for whoever counts
 * everything anew without stopping the partition.
 */
export const createBucketReader = (
  redis: Redis,
): ((
  partition: number,
  bucket: number,
  isWanted?: (key: CustomerKey) => boolean,
) => Promise<BucketReading>) => {
  const script = loadScript('readBucket');
  return async (partition, bucket, isWanted = () => true) => {
    const keys = [controlKey(partition), hotKey(partition, bucket)];
    const [epoch, next, fields] = listOf(await runScript(redis, script, keys, []));
    const parts = listOf(fields) as readonly Buffer[];
    const hots = Array.from({ length: parts.length / 2 }, (_, index) => ({
      key: keyOf(String(parts[2 * index])),
      bytes: parts[2 * index + 1]!,
    }));
    const customers = await Promise.all(
      hots
        .filter(({ key }) => isWanted(key))
        .map(async ({ key, bytes }) => ({
          key,
          timeline: await readTimeline(redis, partition, key, decodeHot(bytes)),
        })),
    );
    return { epoch: integerOf(epoch), next: integerOf(next), customers };
  };
};
