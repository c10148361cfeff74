import type { HistoryTable } from '../plan.ts';

/**
 * Long-term storage of raw events and movements.
 * `insert` is all or nothing for one table and range; the same `token` again is acknowledged without a second copy.
 * It rejects with RetryLater for anything that may pass and with StopPartition for anything that will not.
 */
export interface History {
  insert(table: HistoryTable, token: string, count: number, chunks: readonly Uint8Array[]): Promise<void>;
  /** Highest offset stored of a partition, a table; null where none. Rows at or below it must not be sent again without their token. */
  highest(partition: number): Promise<Readonly<Record<HistoryTable, number | null>>>;
}
