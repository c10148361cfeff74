import type { createLiveStore } from '@tidemark/redis';

export type Redis = Parameters<typeof createLiveStore>[0];

/** What a call to the store looks like here: keys, values of a read, and what a commit would send. */
interface Call {
  readonly args: readonly string[];
  readonly toWritable: (socket: object) => Buffer | string;
}

/**
 * In place of Redis: holds nothing, takes every commit and knows no sum, so that what is measured is the worker's. `sent`: bytes of all
 * commits; `read`: fields of sums asked for.
 */
export const createSilentRedis = () => {
  const totals = { sent: 0, read: 0 };
  const sendCommand = async ({ args, toWritable }: Call): Promise<unknown> => {
    const keys = Number(args[1]);
    const values = args.slice(2 + keys);
    if (values.length === 0) {
      totals.sent += toWritable({}).length;
      return Buffer.from('committed');
    }
    // A read of sums: epoch, offset, how many fields of each hash, their names.
    const counts = values.slice(2, 1 + keys).map(Number);
    totals.read += values.length - 1 - keys;
    return counts.map((count) => Array(count).fill(null));
  };
  return { redis: { sendCommand, hget: async () => null } as unknown as Redis, totals };
};
