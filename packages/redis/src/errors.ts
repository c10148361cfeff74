import { RetryLater, StopPartition } from '@tidemark/pipeline';
import { ReplyError } from 'ioredis';

/** Replies of a server that will do the same command later: starting, a replica for the moment, full, its disk full, in a failover. */
const PASSING =
  /^(LOADING|BUSY|OOM|MISCONF|READONLY|MASTERDOWN|NOREPLICAS|CLUSTERDOWN|TRYAGAIN|MOVED|ASK|EXECABORT|UNKILLABLE|ERR max number of clients)/;

/** Memory or disk used up: writes are refused as a whole, before they change anything, until there is room. */
const FULL = /^(OOM|MISCONF)/;

const isReply = (error: unknown): error is Error => error instanceof ReplyError;

/** What a failed command means for a worker: everything that is no answer of the server may pass. */
export const classify = (error: unknown): RetryLater | StopPartition => {
  const message = error instanceof Error ? error.message : String(error);
  return isReply(error) && !PASSING.test(message)
    ? new StopPartition(`Redis refuses: ${message}`, 'docs/runbook/store-refuses.md', { cause: error })
    : new RetryLater(`Redis: ${message}`, {
        cause: error,
        ...(FULL.test(message) ? { runbook: 'docs/runbook/redis-full.md' } : {}),
      });
};

/** What Redis is asked, its failures said in the worker's words. */
export const attempt = async <T>(call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    throw classify(error);
  }
};

export const isUnknownScript = (error: unknown): boolean =>
  isReply(error) && error.message.startsWith('NOSCRIPT');
