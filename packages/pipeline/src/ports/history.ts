import type { EventRow, HistoryTable, MovementRow } from '../plan.ts';
import type { LogRecord } from './log.ts';

/** Highest offset that history holds of a partition, a table, and highest number of corrections; null where none. */
export type HighestOffsets = Readonly<Record<HistoryTable, number | null>>;

/**
 * Long-term storage of raw events and movements.
 * `insert` is all or nothing for one table and range; the same `token` again is acknowledged without a second copy, as long as
 * the token is remembered: longer than any insert may be late. The chunks are what `RowEncoder` made, in order; together they
 * are one insert of `count` rows. One that arrives after `until`, by history's own clock, changes nothing and rejects with RetryLater.
 * It rejects with RetryLater for anything that may pass and with StopPartition for anything that will not.
 */
export interface History {
  insert(
    table: HistoryTable,
    token: string,
    count: number,
    chunks: readonly Uint8Array[],
    until: number,
  ): Promise<void>;
  /** History's own clock, epoch milliseconds; of no use but for `until`. */
  now(): Promise<number>;
  /** What must not be sent again: rows at or below it are stored. */
  highest(partition: number): Promise<HighestOffsets>;
  /**
   * The oldest records with `from` ≤ offset < `until`, in order, at most `limit`. Of an event the value is its JSON; of a dead letter
   * there is neither key nor value.
   */
  records(partition: number, from: number, until: number, limit: number): Promise<readonly LogRecord[]>;
}

/** Encoded rows: row i ends before byte `ends[i]`, so that the last rows of a list are the last bytes of its encoding. */
export interface EncodedRows {
  readonly bytes: Uint8Array;
  readonly ends: readonly number[];
}

/**
 * Rows as the bytes history takes. Pure. Done once, when a plan is committed, so that every try of an insert sends the same
 * bytes. No header: chunks are put one after another.
 */
export interface RowEncoder {
  readonly events: (rows: readonly EventRow[]) => EncodedRows;
  readonly movements: (rows: readonly MovementRow[]) => EncodedRows;
}
