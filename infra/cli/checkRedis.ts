import { Redis } from 'ioredis';
import { runningIn } from '../launcher/runState.ts';
import type { Finding } from './checks.ts';

/** What each setting must be, and what it costs where it is not. */
const WANTED: readonly {
  readonly name: string;
  readonly holds: (value: string) => boolean;
  readonly remedy: string;
}[] = [
  {
    name: 'maxmemory-policy',
    holds: (value) => value === 'noeviction',
    remedy: 'CONFIG SET maxmemory-policy noeviction: any other throws away customers to make room',
  },
  {
    name: 'appendonly',
    holds: (value) => value === 'yes',
    remedy:
      'CONFIG SET appendonly yes: without it a restart loses everything since the last snapshot and has to be rebuilt',
  },
  {
    name: 'hash-max-listpack-entries',
    holds: (value) => Number(value) >= 512,
    remedy: 'CONFIG SET hash-max-listpack-entries 512: below it customers take about three times the memory',
  },
  {
    name: 'hash-max-listpack-value',
    holds: (value) => Number(value) >= 512,
    remedy: 'CONFIG SET hash-max-listpack-value 512: below it customers take about three times the memory',
  },
];

/** The settings of the Redis in use: the one given, or the embedded one where it runs. Nothing to say where there is none. */
export const checkRedis = async (folder: string): Promise<readonly Finding[]> => {
  const url = process.env['REDIS_URL'] || runningIn(folder)?.addresses['redis'];
  if (url === undefined) return [];
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    const findings: Finding[] = [];
    for (const { name, holds, remedy } of WANTED) {
      const [, value] = (await redis.config('GET', name)) as [string, string];
      findings.push({
        subject: 'Redis',
        state: holds(value) ? 'good' : 'warning',
        found: `${name} ${value}`,
        remedy: holds(value) ? null : remedy,
      });
    }
    return findings;
  } catch (error) {
    const found = `${url.replace(/\/\/.*@/, '//')} does not answer as wanted: ${error instanceof Error ? error.message : String(error)}`;
    return [{ subject: 'Redis', state: 'missing', found, remedy: 'start it, or correct REDIS_URL' }];
  } finally {
    redis.disconnect();
  }
};
