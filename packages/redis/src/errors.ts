import { RetryLater, StopPartition } from '@tidemark/pipeline';
import { ReplyError } from 'ioredis';

/** Replies of a server that will do the same command later: starting, a replica for the moment, full, its disk full, in a failover. */
const PASSING =
  /^(LOADING|BUSY|OOM|MISCONF|READONLY|MASTERDOWN|NOREPLICAS|CLUSTERDOWN|TRYAGAIN|MOVED|ASK|EXECABORT|UNKILLABLE|ERR max number of clients)/;

const isReply = (error: unknown): error is Error => error instanceof ReplyError;

/** What a failed command means for a worker: everything that is no answer of the server may pass. */
export const classify = (error: unknown): RetryLater | StopPartition => {
  const message = error instanceof Error ? error.message : String(error);
  return isReply(error) && !PASSING.test(message)
    ? new StopPartition(`Redis refuses: ${message}`, { cause: error })
    : new RetryLater(`Redis: ${message}`, { cause: error });
};

export const isUnknownScript = (error: unknown): boolean =>
  isReply(error) && error.message.startsWith('NOSCRIPT');
