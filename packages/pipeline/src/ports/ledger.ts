import type { StandingMovement } from '@tidemark/core';

/** By which settings the movements of a tenant are written in one partition. */
export interface LedgerNote {
  readonly tenant: string;
  readonly partition: number;
  /** `StoredSettings.ledger_version`. */
  readonly version: number;
  /** `known_at` of the corrections that made them so. */
  readonly known_at: number;
  /** Whether history holds all of these; before that, any of them may be there. */
  readonly isWhole: boolean;
}

/** What history says of the ledger itself, for whoever corrects it. All of it is durable once acknowledged. */
export interface Ledger {
  /** Movements of some customers of a partition, as they stand after all rows that history holds. */
  standing(
    partition: number,
    tenant: string,
    customers: readonly string[],
  ): Promise<ReadonlyMap<string, readonly StandingMovement[]>>;
  /** All notes of a partition. */
  notes(partition: number): Promise<readonly LedgerNote[]>;
  /** The same note may be made again: it says the same. */
  note(note: LedgerNote): Promise<void>;
}
