import type { LogRecord } from './log.ts';

/** What the log holds of a partition: offsets from `begin` up to, not including, `end`. */
export interface LogBounds {
  readonly begin: number;
  readonly end: number;
}

/**
 * A piece of one partition. `from` is where the slice before ended (or what `claim` answered), `next` where the slice
 * after begins. Records stand in offset order. Offsets without a record (transaction markers) leave gaps, and a slice of
 * them alone has no records: `next` moves on all the same.
 */
export interface LogSlice {
  readonly partition: number;
  readonly from: number;
  readonly next: number;
  readonly records: readonly LogRecord[];
  /** Where the records came from, where that is not the log: they are as `History.records` tells them. */
  readonly source?: 'history';
}

/**
 * What a reader of the log drives, whether Kafka or a test. The reader calls for one partition one thing at a time, and
 * partitions beside each other; in this order: claim, apply*, release.
 */
export interface PartitionWorker {
  /**
   * The partition is ours from now on: answers the offset of the first record wanted. Called again after `release`.
   * Where the log begins after the first record wanted, what lies before is replayed from history first, which may take
   * minutes; `signal` ends it.
   * RetryLater: called again after a pause. StopPartition: the partition is left alone and its message reported.
   */
  claim(partition: number, bounds: LogBounds, signal?: AbortSignal): Promise<number>;
  /**
   * Resolves to `applied` when the live store holds the slice, and to `lost` when another worker has the partition or the
   * stored offset is not `from`: the reader then releases and claims again. May wait as long as it must (a bounded
   * outbox); only this partition waits with it. `signal` aborts when the partition is taken away: end soon, either way.
   * RetryLater: the same slice again after a pause. StopPartition as above.
   * A partition without new records for a second or so is to be given an empty slice, `next` = `from`, now and then: it
   * finds out that the store was rolled back or another worker took over, which no record would tell.
   */
  apply(slice: LogSlice, signal: AbortSignal): Promise<'applied' | 'lost'>;
  /** The partition is no longer ours. No call for it follows before the next `claim`. */
  release(partition: number): Promise<void>;
}
