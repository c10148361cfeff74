import type { Redis } from 'ioredis';
import { controlKey } from '../keys.ts';

/** What the live store holds of one partition. Offsets are null before the first batch. */
export interface PartitionControl {
  readonly partition: number;
  readonly epoch: number | null;
  /** First offset not yet applied. */
  readonly next: number | null;
  /** First offset not yet in history. */
  readonly stored: number | null;
  /** Log-append time of the last record applied. */
  readonly known_at: number | null;
  /** While `next` is not past it, the partition is being made anew; null where that never was. */
  readonly rebuild_to: number | null;
  readonly backlog_rows: number;
  readonly backlog_bytes: number;
  readonly applied: number;
  readonly duplicate: number;
  readonly conflict: number;
  readonly dead: number;
}

const POSITIONS = ['epoch', 'next', 'stored', 'known_at', 'rebuild_to'] as const;
const COUNTERS = ['backlog_rows', 'backlog_bytes', 'applied', 'duplicate', 'conflict', 'dead'] as const;

/** One entry a partition, in order. Rejects at once while Redis is away. */
export const readControl = (redis: Redis, partitions: number): Promise<readonly PartitionControl[]> =>
  Promise.all(
    Array.from({ length: partitions }, async (_, partition) => {
      const values = await redis.hmget(controlKey(partition), ...POSITIONS, ...COUNTERS);
      const numbers = values.map((value) => (value === null ? null : Number(value)));
      return {
        partition,
        ...Object.fromEntries(POSITIONS.map((name, index) => [name, numbers[index]])),
        ...Object.fromEntries(COUNTERS.map((name, index) => [name, numbers[POSITIONS.length + index] ?? 0])),
      } as PartitionControl;
    }),
  );

/** Whether a partition that was lost is not yet past what history held of it. */
export const isBehindHistory = ({
  next,
  rebuild_to,
}: Pick<PartitionControl, 'next' | 'rebuild_to'>): boolean =>
  next !== null && rebuild_to !== null && next <= rebuild_to;
