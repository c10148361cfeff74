import type { CustomerState, Recent, StoredSettings } from '@tidemark/core';
import type { CustomerKey, RecordOutcome } from '../plan.ts';
import type { PendingRange } from '../ports/outbox.ts';
import type { Backlog } from '../ports/state.ts';

/**
 * Of some partitions the first offset that does not count: what stands before it, in both stores, is what is compared. A
 * partition that is absent is left out. All events of a customer are in one partition, so a cut is the state of every customer
 * at a moment of theirs.
 */
export type Cut = ReadonlyMap<number, number>;

/** What the live store says of a partition, all of one moment. */
export interface PartitionSnapshot {
  readonly partition: number;
  readonly epoch: number | null;
  /** First offset not applied, and first offset not in history; null before the first batch. */
  readonly next: number | null;
  readonly stored: number | null;
  /** While `next` is not past it, the partition is being made anew; null where that never was. */
  readonly rebuild_to: number | null;
  readonly counts: Readonly<Record<RecordOutcome, number>>;
  readonly backlog: Backlog;
  readonly pending: PendingRange | null;
  /** Entries of the outbox, and what its index says of them, oldest first. */
  readonly entries: number;
  readonly index: readonly OutboxIndexEntry[];
  readonly tenants: readonly string[];
}

/** What one entry of the outbox holds, without its rows. */
export interface OutboxIndexEntry extends Backlog {
  readonly first: number;
  readonly last: number;
}

/** A customer as the live store has them: whole, not at all, or in bytes that cannot be read. */
export type CustomerReading =
  | {
      readonly kind: 'known';
      readonly timeline: CustomerState;
      /** The end of the timeline as it is stored, and the history version it was made under. */
      readonly recent: Recent;
      readonly version: number;
    }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'damaged'; readonly reason: string };

/** The live store, read by the audit. */
export interface LiveAudit {
  /** How far each partition is now. */
  cut(): Promise<Cut>;
  snapshot(partition: number): Promise<PartitionSnapshot>;
  /**
   * Sums over the partitions of terms of a day, and the offsets they belong to. Not whole while a partition counts the tenant
   * anew after a change of settings.
   */
  terms(
    tenant: string,
    history_version: number,
    terms: readonly string[],
    day: number,
  ): Promise<{ readonly sums: ReadonlyMap<string, bigint>; readonly cut: Cut; readonly whole: boolean }>;
  customers(
    partition: number,
    keys: readonly CustomerKey[],
  ): Promise<{ readonly next: number | null; readonly readings: readonly CustomerReading[] }>;
  /** The cached settings; null where none are. */
  settings(tenant: string): Promise<StoredSettings | null>;
}

/** Rows of one partition and table, and places in the log that they stand for. */
export interface RowCount {
  readonly partition: number;
  readonly rows: number;
  readonly places: number;
  /** Of movements: places there must be, as those of one record are numbered from 0. */
  readonly wanted: number;
}

/** A month, or all time before or after the months. */
export interface LedgerPeriod {
  readonly name: string;
  readonly opening: bigint;
  readonly moved: bigint;
  readonly closing: bigint;
}

export interface PayloadCount {
  readonly rows: number;
  /** Ids of some rows whose payload says other than their columns, and how many there are. */
  readonly differing: number;
  readonly examples: readonly string[];
}

/** Facts of a customer in few numbers. */
export interface CustomerSum {
  readonly facts: number;
  readonly times: bigint;
  /** What was charged, returned, invoiced, paid, spent, and scores. */
  readonly amounts: bigint;
}

export interface CustomerPlace {
  readonly partition: number;
  readonly customer: string;
}

/** Terms that one question to history answers, by their names in the live store. */
export interface TermGroup {
  readonly name: string;
  readonly terms: readonly string[];
}

/** History, counted anew from the raw events, each answer as of a cut. */
export interface HistoryAudit {
  /** Distinct offsets by outcome, a partition. */
  records(cut: Cut): Promise<ReadonlyMap<number, Readonly<Record<RecordOutcome, number>>>>;
  eventRows(cut: Cut): Promise<readonly RowCount[]>;
  movementRows(cut: Cut): Promise<readonly RowCount[]>;
  /** Some ranges of offsets without a row, in words; for whoever has to look. */
  gaps(partition: number, next: number): Promise<string>;
  /** Places in the log with more than one row, in words. */
  doubled(partition: number, next: number): Promise<string>;
  /** Highest offset of any row, a partition. */
  highest(partitions: readonly number[]): Promise<ReadonlyMap<number, number>>;
  /** Tenants with a record that is no dead letter, a partition. */
  tenants(cut: Cut): Promise<ReadonlyMap<number, readonly string[]>>;
  settings(tenant: string): Promise<StoredSettings>;
  readonly termGroups: readonly TermGroup[];
  terms(
    group: TermGroup,
    settings: StoredSettings,
    day: number,
    cut: Cut,
  ): Promise<ReadonlyMap<string, bigint>>;
  /** MRR by the raw events against the movements of the ledger, from the beginning to the end of time. */
  ledger(settings: StoredSettings, day: number, cut: Cut): Promise<readonly LedgerPeriod[]>;
  /** Whether all movements of a tenant are written by these settings; not while they are written anew after a change. */
  isWritten(settings: StoredSettings): Promise<boolean>;
  /** Movements of a tenant whose record is not there or was not applied. */
  orphanedMovements(tenant: string, cut: Cut): Promise<number>;
  payloads(tenant: string, cut: Cut): Promise<PayloadCount>;
  /** About so many customers of a tenant, drawn by `seed`; all where there are no more. */
  someCustomers(tenant: string, size: number, seed: number): Promise<readonly CustomerPlace[]>;
  customerSums(
    tenant: string,
    places: readonly CustomerPlace[],
    cut: Cut,
  ): Promise<ReadonlyMap<string, CustomerSum>>;
}
