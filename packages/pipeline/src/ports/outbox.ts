import type { HistoryTable } from '../plan.ts';
import type { EncodedRows } from './history.ts';

/**
 * Rows of one table as history takes them, with the offset of each (of corrections: the number): what history has already is cut off at the
 * front.
 */
export interface OutboxRows extends EncodedRows {
  readonly offsets: readonly number[];
}

/** What one committed plan left to be sent to history: the offsets from `first` to `last`, both included; none (`last` below `first`) for corrections. */
export interface OutboxEntry {
  readonly first: number;
  readonly last: number;
  readonly rows: Readonly<Record<HistoryTable, OutboxRows>>;
}

/** A range that was recorded before it was sent, so that every try after any crash cuts the same rows again. */
export interface PendingRange {
  readonly entries: number;
  readonly first: number;
  readonly last: number;
}

/** The queue between the live store and history, one a partition, in offset order. Every write checks the epoch. */
export interface Outbox {
  /** The range under way, or null. Survives the worker. */
  pending(partition: number): Promise<PendingRange | null>;
  /** The oldest entries, at most `limit`. */
  peek(partition: number, limit: number): Promise<readonly OutboxEntry[]>;
  /**
   * Records the range of the oldest `entries` as under way; true also where this very range already is. False where fenced,
   * where another range is under way, or where the oldest entries are not these: the store was rolled back.
   */
  reserve(partition: number, epoch: number, range: PendingRange): Promise<boolean>;
  /**
   * Drops the reserved entries and the reservation, and records `last + 1` as stored; true also where just that has been done.
   * False where fenced, or where another range or none is reserved: the store was rolled back.
   */
  trim(partition: number, epoch: number, range: PendingRange): Promise<boolean>;
}
