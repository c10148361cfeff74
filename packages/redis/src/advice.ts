import type { Redis } from 'ioredis';

/** One setting of a Redis server that costs safety or memory as it is. */
export interface RedisAdvice {
  readonly setting: string;
  readonly found: string;
  readonly expected: string;
  readonly why: string;
}

interface Check extends Omit<RedisAdvice, 'found'> {
  readonly isFine: (found: string) => boolean;
}

const CHECKS: readonly Check[] = [
  {
    setting: 'maxmemory-policy',
    expected: 'noeviction',
    why: 'any other policy drops customers and sums when memory runs out, and numbers are wrong without a sign',
    isFine: (found) => found === 'noeviction',
  },
  {
    setting: 'appendonly',
    expected: 'yes',
    why: 'without it a restart loses what was applied, and everything is rebuilt from history',
    isFine: (found) => found === 'yes',
  },
  {
    setting: 'hash-max-listpack-entries',
    expected: '512 or more',
    why: 'customers and sums are packed into hashes; with a smaller limit they take up to three times the memory',
    isFine: (found) => Number(found) >= 512,
  },
  {
    setting: 'hash-max-listpack-value',
    expected: '512 or more',
    why: 'a customer with a longer history than this turns its hash into a table of up to three times the memory',
    isFine: (found) => Number(found) >= 512,
  },
];

/** What an operator should change; empty where all is well. A server that does not tell its configuration gets no advice. */
export const adviseRedis = async (redis: Redis): Promise<readonly RedisAdvice[]> => {
  const found = await Promise.all(
    CHECKS.map(async ({ setting }) => (await redis.config('GET', setting)) as readonly string[]),
  );
  return CHECKS.flatMap(({ setting, expected, why, isFine }, index) => {
    const value = found[index]?.[1];
    return value === undefined || isFine(value) ? [] : [{ setting, found: value, expected, why }];
  });
};
