import type { Event, PartWrite, StoredSettings } from '@tidemark/core';
import type { CustomerReading } from '../audit/ports.ts';
import type { CustomerKey, Increment, RecordOutcome } from '../plan.ts';

/** A record of history that was no dead letter. */
export interface RecountRow {
  readonly key: CustomerKey;
  readonly offset: number;
  readonly outcome: RecordOutcome;
  readonly event: Event;
}

/** History, read customer by customer. */
export interface RecountRows {
  /**
   * Rows of one partition with offsets below `until`, of one tenant or of all; all rows of a customer one after another, in the
   * order of offsets, each offset once.
   */
  rows(partition: number, until: number, tenant: string | null): AsyncIterable<readonly RecountRow[]>;
  settings(tenant: string): Promise<StoredSettings>;
}

/** Sums of a tenant as the live store keeps them: a term → day, null for what holds at once → change. */
export type Cells = ReadonlyMap<string, ReadonlyMap<number | null, bigint>>;

export interface LiveTenant {
  readonly history_version: number | null;
  readonly cells: Cells;
}

/** A customer made anew. */
export interface Remade {
  readonly key: CustomerKey;
  /** Empty: the customer is no more. */
  readonly parts: readonly PartWrite[];
}

/** The live store while one partition of it is compared with history and put right. */
export interface LiveRepair {
  /**
   * Keeps everybody from applying records to the partition for half a minute; called again, for half a minute more. Answers the
   * first offset not applied and the first not in history; `next` null where the store holds nothing of the partition. False
   * where another holds it.
   */
  hold(partition: number): Promise<{ readonly next: number | null; readonly stored: number | null } | false>;
  release(partition: number): Promise<void>;
  customers(partition: number, keys: readonly CustomerKey[]): Promise<readonly CustomerReading[]>;
  /** Every customer of a tenant, or of all. */
  keys(partition: number, tenant: string | null): Promise<readonly CustomerKey[]>;
  tenant(partition: number, tenant: string, terms: readonly string[]): Promise<LiveTenant>;
  /** Writes customers anew, each whole. Rejects where the hold was lost. */
  putCustomers(partition: number, next: number, customers: readonly Remade[]): Promise<void>;
  /** Writes a tenant's sums anew and fences off whoever remembers others. Rejects where the hold was lost. */
  putSums(
    partition: number,
    next: number,
    tenant: string,
    history_version: number,
    sums: readonly Increment[],
  ): Promise<void>;
}
