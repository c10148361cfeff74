import type { Outbox, PendingRange } from '@tidemark/pipeline';
import type { Redis } from 'ioredis';
import { attempt } from './errors.ts';
import { controlKey, outboxIndexKey, outboxKey } from './keys.ts';
import { decodeEntry } from './outboxCodec.ts';
import { loadScript, runScript } from './script.ts';

export const createOutbox = (redis: Redis): Outbox => {
  const reserve = loadScript('reserve');
  const trim = loadScript('trim');

  const rangeTexts = (epoch: number, { entries, first, last }: PendingRange): string[] =>
    [epoch, entries, first, last].map(String);

  return {
    pending: (partition) =>
      attempt(async () => {
        const text = await redis.hget(controlKey(partition), 'pending');
        if (text === null) return null;
        const [entries, first, last] = text.split(':').map(Number) as [number, number, number];
        return { entries, first, last };
      }),
    peek: (partition, limit) =>
      attempt(async () => (await redis.lrangeBuffer(outboxKey(partition), 0, limit - 1)).map(decodeEntry)),
    reserve: (partition, epoch, range) =>
      attempt(async () => {
        const keys = [controlKey(partition), outboxIndexKey(partition)];
        return (await runScript(redis, reserve, keys, rangeTexts(epoch, range))) === 1;
      }),
    trim: (partition, epoch, range) =>
      attempt(async () => {
        const keys = [controlKey(partition), outboxKey(partition), outboxIndexKey(partition)];
        const values = [...rangeTexts(epoch, range), String(range.last + 1)];
        return (await runScript(redis, trim, keys, values)) === 1;
      }),
  };
};
