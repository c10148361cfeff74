import type { ClickHouseClient } from '@clickhouse/client';
import { sorted } from './failures.ts';

/** The number of partitions that everything stored was made with, where a lost Redis cannot lose it. */
export interface PartitionNote {
  /** null where none was noted. */
  readonly read: () => Promise<number | null>;
  readonly write: (count: number, now: number) => Promise<void>;
}

export const createPartitionNote = (client: ClickHouseClient): PartitionNote => ({
  read: () =>
    sorted('number of partitions', async () => {
      const result = await client.query({
        query: 'SELECT count FROM partitions ORDER BY noted_at LIMIT 1',
        format: 'JSONEachRow',
      });
      const [row] = await result.json<{ count: number }>();
      return row === undefined ? null : Number(row.count);
    }),
  write: (count, now) =>
    sorted('note the number of partitions', async () => {
      await client.insert({
        table: 'partitions',
        format: 'JSONEachRow',
        values: [{ count, noted_at: now }],
      });
    }),
});
