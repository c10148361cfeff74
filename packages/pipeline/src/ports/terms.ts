import type { CustomerState } from '@tidemark/core';
import type { CustomerKey, Increment } from '../plan.ts';
import type { LoadPoint } from './state.ts';

export interface KnownCustomer {
  readonly key: CustomerKey;
  readonly timeline: CustomerState;
}

/** Housekeeping of a partition's term sums. */
export interface TermSums {
  /**
   * Folds the changes of all days up to `base` into the sum that holds at once, for every tenant of the partition. Changes
   * no value, only how it is kept. Resolves to false where fenced.
   */
  advance(partition: number, epoch: number, base: number): Promise<boolean>;
  /** The customers of a partition are told in as many slices. */
  readonly slices: number;
  /** Whole timelines of a tenant's customers in one slice; null where the store has another epoch or offset. */
  timelines(at: LoadPoint, tenant: string, slice: number): Promise<readonly KnownCustomer[] | null>;
  /**
   * A tenant's sums under another history version in the place of those from before, all or nothing. False where the store has
   * another epoch or offset.
   */
  replace(
    at: LoadPoint,
    tenant: string,
    history_version: number,
    sums: readonly Increment[],
  ): Promise<boolean>;
}
