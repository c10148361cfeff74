import { DelayedError, Worker } from 'bullmq';
import { connectJobs, type Log } from './connection.ts';
import { PREFIX } from './queue.ts';

export interface Run<T> {
  readonly id: string;
  readonly data: T;
  /** 1 for the first. */
  readonly attempt: number;
  readonly isLast: boolean;
}

/** `later`: not now and not counted as an attempt; milliseconds. A handler that throws has failed, and is tried again. */
export type Outcome = 'done' | { readonly later: number };

export interface WorkerOptions {
  readonly concurrency: number;
  /** Milliseconds to wait after the first failure, the second, and so on; the last stands for all that follow. */
  readonly pauses: readonly number[];
  /** Adds its part to a pause, so that what failed together is not tried again together. */
  readonly jitter: (pause: number) => number;
}

/** A job whose worker vanished is given to another after about this long. */
const LOCK = 10_000;
const LOOK_FOR_VANISHED = 5_000;

/** Takes jobs of a queue, on connections of its own; what is returned lets those under way end and stops. */
export const startWorker = async <T>(
  name: string,
  url: string,
  log: Log,
  { concurrency, pauses, jitter }: WorkerOptions,
  handle: (run: Run<T>) => Promise<Outcome>,
): Promise<() => Promise<void>> => {
  const connection = connectJobs(url, log);
  const worker = new Worker<T>(
    name,
    async (job, token) => {
      const attempt = job.attemptsMade + 1;
      const isLast = attempt >= (job.opts.attempts ?? 1);
      const outcome = await handle({ id: job.id!, data: job.data, attempt, isLast });
      if (outcome === 'done') return;
      await job.moveToDelayed(Date.now() + outcome.later, token);
      throw new DelayedError();
    },
    {
      connection,
      prefix: PREFIX,
      concurrency,
      lockDuration: LOCK,
      stalledInterval: LOOK_FOR_VANISHED,
      // A worker that is killed again and again must not make a job fail.
      maxStalledCount: 1_000,
      settings: {
        backoffStrategy: (attemptsMade) => jitter(pauses[Math.min(attemptsMade, pauses.length) - 1] ?? 0),
      },
    },
  );
  // Without a listener an error of its connection would end the process.
  worker.on('error', () => undefined);
  await worker.waitUntilReady();
  return async () => {
    await worker.close();
    connection.disconnect();
  };
};
