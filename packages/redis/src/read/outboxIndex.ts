import type { Redis } from 'ioredis';
import { outboxIndexKey } from '../keys.ts';

/** What one entry of the outbox holds, without its rows. */
export interface OutboxIndexEntry {
  readonly first: number;
  readonly last: number;
  readonly rows: number;
}

/** The entries that wait, oldest first. */
export const readOutboxIndex = async (
  redis: Redis,
  partition: number,
): Promise<readonly OutboxIndexEntry[]> => {
  const texts = await redis.lrange(outboxIndexKey(partition), 0, -1);
  return texts.map((text) => {
    const [first, last, rows] = text.split(':').map(Number) as [number, number, number];
    return { first, last, rows };
  });
};
