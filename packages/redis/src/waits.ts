import type { Redis } from 'ioredis';
import { waitKey } from './keys.ts';

/** What a partition stands still for, and since when, epoch milliseconds. */
export interface PartitionWait {
  readonly on: 'settings' | 'history' | 'dead letters' | 'schemas';
  readonly since: number;
}

/** Longer than any pause between two signs of life of who waits; who died meanwhile waits no more. */
const STAYS = 15_000;

/** `null`: it goes on. */
export const tellWait = async (
  redis: Redis,
  partition: number,
  wait: PartitionWait | null,
): Promise<void> => {
  if (wait === null) await redis.del(waitKey(partition));
  else await redis.set(waitKey(partition), JSON.stringify(wait), 'PX', STAYS);
};

/** By partition; those that stand still. */
export const readWaits = async (
  redis: Redis,
  partitions: number,
): Promise<ReadonlyMap<number, PartitionWait>> => {
  const texts = await Promise.all(
    Array.from({ length: partitions }, (_, partition) => redis.get(waitKey(partition))),
  );
  return new Map(
    texts.flatMap((text, partition) =>
      text === null ? [] : [[partition, JSON.parse(text) as PartitionWait] as const],
    ),
  );
};
