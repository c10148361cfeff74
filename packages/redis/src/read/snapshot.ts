import type { OutboxIndexEntry, PartitionSnapshot, PendingRange } from '@tidemark/pipeline';
import type { Redis } from 'ioredis';
import { controlKey, outboxIndexKey, outboxKey, tenantsKey } from '../keys.ts';

const FIELDS = [
  'epoch',
  'next',
  'stored',
  'rebuild_to',
  'pending',
  'backlog_rows',
  'backlog_bytes',
  'applied',
  'duplicate',
  'conflict',
  'dead',
] as const;

const pendingOf = (text: string | null): PendingRange | null => {
  if (text === null) return null;
  const [entries, first, last] = text.split(':').map(Number) as [number, number, number];
  return { entries, first, last };
};

const entryOf = (text: string): OutboxIndexEntry => {
  const [first, last, rows, bytes] = text.split(':').map(Number) as [number, number, number, number];
  return { first, last, rows, bytes };
};

/** All that the live store says of a partition, in one transaction. */
export const readSnapshot = async (redis: Redis, partition: number): Promise<PartitionSnapshot> => {
  const replies = await redis
    .multi()
    .hmget(controlKey(partition), ...FIELDS)
    .lrange(outboxIndexKey(partition), 0, -1)
    .llen(outboxKey(partition))
    .hkeys(tenantsKey(partition))
    .exec();
  const [control, index, entries, tenants] = replies!.map(([error, reply]) => {
    if (error !== null) throw error;
    return reply;
  }) as [(string | null)[], string[], number, string[]];
  const texts = Object.fromEntries(FIELDS.map((name, at) => [name, control[at] ?? null]));
  const offset = (name: (typeof FIELDS)[number]) => (texts[name] == null ? null : Number(texts[name]));
  const count = (name: (typeof FIELDS)[number]) => offset(name) ?? 0;
  return {
    partition,
    epoch: offset('epoch'),
    next: offset('next'),
    stored: offset('stored'),
    rebuild_to: offset('rebuild_to'),
    pending: pendingOf(texts['pending'] ?? null),
    counts: {
      applied: count('applied'),
      duplicate: count('duplicate'),
      conflict: count('conflict'),
      dead: count('dead'),
    },
    backlog: { rows: count('backlog_rows'), bytes: count('backlog_bytes') },
    entries,
    index: index.map(entryOf),
    tenants,
  };
};
