import type { Event, PartWrite } from '@tidemark/core';
import type { DeadLetter } from './ports/log.ts';

/** One customer's address in the live store. `customer` is '' for what belongs to the tenant itself (`spend`). */
export interface CustomerKey {
  readonly tenant: string;
  readonly customer: string;
}

/**
 * What goes to history, each in an order of its own: of each record its row, of each record its movements, and the corrections of movements
 * that a change of settings makes. History keeps movements and their corrections in one table.
 */
export type HistoryTable = 'events' | 'movements' | 'corrections';
export const HISTORY_TABLES = [
  'events',
  'movements',
  'corrections',
] as const satisfies readonly HistoryTable[];

/** Corrections of a partition are numbered from 1 on; their `sequence` is their number behind all that one record can have. */
export const CORRECTIONS = 2 ** 31;

/** "From `day` on, `delta` more", summed over all customers of a batch. `day` null: the day is past, the change holds at once. */
export interface Increment {
  readonly tenant: string;
  /** `StoredSettings.history_version`: sums of other definitions are other sums. */
  readonly history_version: number;
  readonly term: string;
  readonly day: number | null;
  readonly delta: bigint;
}

/** What became of a record; `dead` rows keep the count of offsets whole. */
export type RecordOutcome = 'applied' | 'duplicate' | 'conflict' | 'dead';

export interface EventRow {
  readonly tenant: string;
  readonly partition: number;
  readonly offset: number;
  readonly known_at: number;
  readonly outcome: RecordOutcome;
  /** null only for `dead`. */
  readonly event: Event | null;
}

export interface MovementRow {
  readonly tenant: string;
  readonly customer: string;
  readonly time: number;
  readonly type: 'new' | 'expansion' | 'contraction' | 'churn' | 'reactivation';
  /** Thousandths of a minor unit. */
  readonly before: bigint;
  readonly after: bigint;
  /** The event that caused it; for an expiry the purchase that set it. */
  readonly event: string;
  readonly known_at: number;
  /** +1: stands from `known_at` on. −1: taken back. */
  readonly sign: 1 | -1;
  readonly partition: number;
  /** Of a correction: that of the last record before it. */
  readonly offset: number;
  /** Position among the rows of one record; `CORRECTIONS` and its number of a correction. */
  readonly sequence: number;
}

/** All that one batch of one partition changes. Pure data; `settle` carries it out. */
export interface Plan {
  readonly partition: number;
  /** The offset the live store must hold before, and the one it holds after. */
  readonly from: number;
  readonly next: number;
  /** Log-append time of the last record; null where the slice holds none. */
  readonly known_at: number | null;
  /** Of each customer the batch changed: the hot part, and what is added to the cold ones. */
  readonly customers: readonly { readonly key: CustomerKey; readonly parts: readonly PartWrite[] }[];
  readonly increments: readonly Increment[];
  readonly events: readonly EventRow[];
  readonly movements: readonly MovementRow[];
  readonly dead: readonly DeadLetter[];
  /** Tenants seen and how they are counted, for the list of tenants, for housekeeping and for waking their readers. */
  readonly tenants: readonly { readonly tenant: string; readonly history_version: number }[];
  readonly counts: Readonly<Record<RecordOutcome, number>>;
}
