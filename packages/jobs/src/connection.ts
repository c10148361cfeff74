import { Redis } from 'ioredis';

/** The part of a logger that jobs need. */
export interface Log {
  readonly warn: (fields: object, message: string) => void;
}

const LONGEST_PAUSE = 1_000;

/** BullMQ waits on its connections: a limit of retries would make it give up a wait that only lasts long. */
export const connectJobs = (url: string, log: Log): Redis => {
  const redis = new Redis(url, {
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 10), LONGEST_PAUSE),
  });
  let away = false;
  redis.on('error', (error) => {
    if (!away)
      log.warn({ err: error, runbook: 'docs/runbook/alerts-not-evaluated.md' }, 'Redis is away: jobs wait');
    away = true;
  });
  redis.on('ready', () => {
    away = false;
  });
  return redis;
};
