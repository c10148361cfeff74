import type { Redis } from 'ioredis';

const KEY = 'tm:partitions';

/** The number of partitions that what is stored was made with; null where nothing is. */
export const agreedPartitions = async (redis: Redis): Promise<number | null> => {
  const count = await redis.get(KEY);
  return count === null ? null : Number(count);
};

/**
 * Holds the number of partitions that everything stored was made with, and answers it: `count` itself the first time.
 * With another number of partitions customers belong to other partitions, and their states would be looked for in vain.
 */
export const agreePartitions = async (redis: Redis, count: number): Promise<number> => {
  await redis.setnx(KEY, count);
  return Number(await redis.get(KEY));
};
