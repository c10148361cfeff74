import { Redis } from 'ioredis';

type Write = (fields: object, message: string) => void;

/** The part of a logger that a connection needs. */
export interface Log {
  readonly info: Write;
  readonly warn: Write;
}

const CONNECT_TIMEOUT = 3_000;
const COMMAND_TIMEOUT = 10_000;
const LONGEST_PAUSE = 1_000;

/**
 * A connection that comes back by itself. A command given while it is away, or under way when it breaks, fails at once and
 * is not sent again: whoever asked knows best whether to wait, to ask again, or to tell a user.
 */
export const createRedis = (url: string, log: Log): Redis => {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: CONNECT_TIMEOUT,
    commandTimeout: COMMAND_TIMEOUT,
    retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 10), LONGEST_PAUSE),
  });
  let away = false;
  redis.on('error', (error) => {
    // One line when it goes, not one a second while it is away.
    if (!away) log.warn({ err: error, runbook: 'docs/runbook/store-away.md' }, 'Redis is away');
    away = true;
  });
  redis.on('ready', () => {
    if (away) log.info({}, 'Redis is back');
    away = false;
  });
  return redis;
};

/** Resolves when commands can be given, or rejects after the time, in milliseconds. */
export const redisReady = async (redis: Redis, within: number): Promise<void> => {
  if (redis.status === 'ready') return;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(new Error(`Redis did not answer within ${within / 1000} s`)), within);
  redis.once('ready', resolve);
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    redis.off('ready', resolve);
  }
};
