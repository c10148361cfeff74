import type { PartitionNote } from '@tidemark/clickhouse';
import type { Retry } from '@tidemark/pipeline';
import { agreedPartitions, agreePartitions } from '@tidemark/redis';
import type { Redis } from 'ioredis';

/**
 * The number of partitions that everything stored was made with; `count` where nothing is. Redis tells it; one that was lost is
 * told by ClickHouse, as customers would otherwise be looked for in other partitions than they are counted in.
 */
export const partitionCount = async (
  redis: Redis,
  note: PartitionNote,
  count: number,
  now: () => number,
  retry: Retry,
): Promise<number> => {
  const held = await agreedPartitions(redis);
  if (held !== null) {
    // Made before it was noted. Redis holds it, so a ClickHouse that is away is asked again at the next start.
    note.read().then(
      (noted) => (noted === null ? note.write(held, now()) : undefined),
      () => undefined,
    );
    return held;
  }
  const noted = await retry('read the number of partitions', () => note.read());
  if (noted === null) await retry('note the number of partitions', () => note.write(count, now()));
  return agreePartitions(redis, noted ?? count);
};
