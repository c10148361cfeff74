import { Queue } from 'bullmq';
import { connectJobs, type Log } from './connection.ts';

/** All of BullMQ's keys share one hash tag: its scripts touch many of them at once. */
export const PREFIX = 'tm:{jobs}';

export interface JobOptions {
  /** Milliseconds. */
  readonly delay?: number;
  /** How often it is tried at most; the pauses between are the worker's. */
  readonly attempts?: number;
  /** How long its id stays taken once it is over, seconds. */
  readonly remember: number;
}

/**
 * Jobs that survive whoever gave them. Each runs at least once; one with an id that is known, waiting or remembered, is not
 * added again. Ids hold no colon.
 */
export interface JobQueue<T> {
  add(id: string, data: T, options: JobOptions): Promise<void>;
  /**
   * A job that is added anew every so many milliseconds, whoever asks for it and how often. To be asked for again now and then: a
   * queue that was emptied knows of it no more.
   */
  repeat(id: string, data: T, every: number): Promise<void>;
  close(): Promise<void>;
}

export const openQueue = <T>(name: string, url: string, log: Log): JobQueue<T> => {
  const connection = connectJobs(url, log);
  const queue = new Queue(name, { connection, prefix: PREFIX });
  queue.on('error', () => undefined);
  const keep = (remember: number) => ({
    removeOnComplete: { age: remember, count: 100_000 },
    removeOnFail: { age: remember, count: 100_000 },
  });
  return {
    add: async (id, data, { delay = 0, attempts = 1, remember }) => {
      await queue.add('job', data, {
        jobId: id,
        delay,
        attempts,
        backoff: { type: 'custom' },
        ...keep(remember),
      });
    },
    repeat: async (id, data, every) => {
      const known = await queue.getJobScheduler(id);
      // To ask for one that is known would put it off. One that is far from due was asked for by a clock that was wrong.
      if (known?.next !== undefined && Math.abs(known.next - Date.now()) < 2 * every) return;
      // Where it is known, the new one would follow the time of the old.
      if (known !== undefined) await queue.removeJobScheduler(id);
      await queue.upsertJobScheduler(
        id,
        { every },
        {
          name: 'job',
          data,
          opts: keep(60),
        },
      );
    },
    close: async () => {
      await queue.close();
      connection.disconnect();
    },
  };
};
