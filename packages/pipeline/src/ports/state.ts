import type { PartName } from '@tidemark/core';
import type { CustomerKey, Plan } from '../plan.ts';
import type { OutboxEntry } from './outbox.ts';

/** What a worker learns when it takes a partition over. */
export interface Claim {
  /** Fence: raised by every claim. Whoever writes with a lower epoch is refused. */
  readonly epoch: number;
  /** Offset of the first record not yet applied; null where the store holds nothing of this partition. */
  readonly next: number | null;
  /** Highest offset of an event row that history acknowledged; null where none. History must hold at least this. */
  readonly acknowledged: number | null;
  /** What waits in the outbox. */
  readonly backlog: Backlog;
  /** Tenants of whom the partition holds customers, and the history version that their sums are counted by. */
  readonly tenants: ReadonlyMap<string, number>;
  /** An operator asked for a lost partition to be made anew. */
  readonly rebuildAsked: boolean;
}

/** The first offset of a partition of which the store holds nothing. */
export interface Beginning {
  /** Of the claim that found nothing. */
  readonly epoch: number;
  readonly next: number;
  /** Highest offset that history held already, for those who ask how far it is; null where the store was not lost. */
  readonly rebuildTo: number | null;
}

/** Where one part of a customer's state is. */
export interface PartAddress extends PartName {
  readonly key: CustomerKey;
}

/** Of which partition, and as of when. */
export interface LoadPoint {
  readonly partition: number;
  readonly epoch: number;
  readonly next: number;
}

export interface Backlog {
  readonly rows: number;
  readonly bytes: number;
}

/** Where a partition stands. */
export interface Position {
  readonly epoch: number;
  readonly next: number | null;
  /** Log-append time of the last record applied; null where none was. */
  readonly known_at: number | null;
  /** Number of the last correction that was put into the outbox, as far as this store knows; 0 where none was. */
  readonly corrected: number;
}

/** `fenced`: another worker owns the partition now. `moved`: the stored offset is not `plan.from`. Both mean: drop all state and claim again or stop. */
export type CommitResult = 'committed' | 'fenced' | 'moved';

/**
 * The live truth of a partition: customer states, term sums, outbox and next offset, all under one hash tag.
 * A customer's state is in parts, which the store does not look into: a hot part, rewritten with each event; chunks of facts and
 * blocks of a filter of ids, which are appended to and read only for the few events that need them.
 */
export interface StateStore {
  /**
   * Raises the epoch and reads the offset, atomically. With a beginning it first writes the partition's first offset; null, and
   * nothing changed, where another epoch or an offset is held by now. Without an offset no plan is taken: a store that was rolled back to
   * before its beginning knows no epoch that a worker could still write with.
   */
  claim(partition: number, beginning?: Beginning): Promise<Claim | null>;
  /**
   * One batched read of parts as of offset `next`. The answer has the order of `parts`; null where there is none.
   * Null as a whole where the store has another epoch or offset: states of another moment must never meet a plan that may
   * fit again, after the store was rolled back.
   */
  load(at: LoadPoint, parts: readonly PartAddress[]): Promise<readonly (Uint8Array | null)[] | null>;
  /**
   * All of the plan with its rows for history, or nothing, in one atomic call.
   * RetryLater where the answer may have been lost: the plan may or may not stand, and `position` tells which.
   */
  commit(epoch: number, plan: Plan, entry: OutboxEntry): Promise<CommitResult>;
  /**
   * Puts corrections into the outbox, the last of which has this number. True also where just that has been done. False where the
   * store has another epoch or offset.
   */
  correct(at: LoadPoint, number: number, entry: OutboxEntry): Promise<boolean>;
  /** null where the store holds nothing of this partition. */
  position(partition: number): Promise<Position | null>;
}
