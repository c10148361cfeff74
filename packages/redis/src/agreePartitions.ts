import type { Redis } from 'ioredis';

const KEY = 'tm:partitions';

/**
 * Holds the number of partitions that everything stored was made with, and answers it: `count` itself the first time.
 * With another number of partitions customers belong to other partitions, and their states would be looked for in vain.
 */
export const agreePartitions = async (redis: Redis, count: number): Promise<number> => {
  await redis.setnx(KEY, count);
  return Number(await redis.get(KEY));
};
