import { createRedis, redisReady } from '@tidemark/redis';
import { createLogger } from '@tidemark/runtime';
import { stack } from '../../integration/support/stack.ts';

/** Databases of the shared Redis that belong to one suite each; 0 is the running stack's. */
export const DATABASES = { state: 1, outbox: 2, terms: 3, settings: 4, away: 5, partitions: 6 } as const;

const PATIENCE = 10_000;

/** A connection to an emptied database of the suite's own. */
export const ownRedis = async (suite: keyof typeof DATABASES) => {
  const url = new URL(stack().redis);
  url.pathname = `/${DATABASES[suite]}`;
  const redis = createRedis(url.href, createLogger('test', 'fatal'));
  await redisReady(redis, PATIENCE);
  await redis.flushdb();
  return redis;
};
