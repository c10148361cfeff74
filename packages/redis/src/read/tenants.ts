import type { Redis } from 'ioredis';
import { tenantsKey } from '../keys.ts';

/** Every tenant that has sent an event, in order of name. */
export const readTenants = async (redis: Redis, partitions: number): Promise<readonly string[]> => {
  const lists = await Promise.all(
    Array.from({ length: partitions }, (_, partition) => redis.hkeys(tenantsKey(partition))),
  );
  return [...new Set(lists.flat())].sort();
};
