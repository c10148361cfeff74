import { createClient } from '@clickhouse/client';
import { Redis } from 'ioredis';
import type { BenchStores } from './benchStores.ts';

/** An empty Redis whose log was rewritten, so that one round does not pay for the one before. */
export const freshRedis = async ({ redisUrl }: BenchStores): Promise<void> => {
  const redis = new Redis(redisUrl);
  await redis.flushall();
  redis.disconnect();
};

/** An empty database of that name. Answers the name. */
export const freshDatabase = async ({ clickhouseUrl }: BenchStores, name: string): Promise<string> => {
  const client = createClient({ url: clickhouseUrl });
  await client.command({ query: `DROP DATABASE IF EXISTS ${name}` });
  await client.command({ query: `CREATE DATABASE ${name}` });
  await client.close();
  return name;
};
