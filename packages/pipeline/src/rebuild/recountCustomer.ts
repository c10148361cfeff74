import {
  type CustomerState,
  countActs,
  hotOf,
  join,
  openCustomer,
  type PartWrite,
  type Recent,
  type TermSink,
  type VersionedDefinitions,
  wholeOf,
  writesOf,
} from '@tidemark/core';
import type { RecordOutcome } from '../plan.ts';
import type { RecountRow } from './ports.ts';

/** What a customer's rows make of them, from nothing. */
export interface RecountedCustomer {
  readonly timeline: CustomerState;
  readonly recent: Recent;
  readonly parts: readonly PartWrite[];
  /** Rows that history calls something else. */
  readonly otherwise: readonly { readonly offset: number; readonly outcome: RecordOutcome }[];
}

/** null where none of the rows counts. What the customer adds to the sums goes to `sink`. */
export const recountCustomer = (
  rows: readonly RecountRow[],
  definitions: VersionedDefinitions,
  sink: TermSink,
): RecountedCustomer | null => {
  const open = openCustomer(null);
  const otherwise: { offset: number; outcome: RecordOutcome }[] = [];
  for (const { event, offset, outcome } of rows) {
    const joined = join(open, event, definitions, sink);
    // Nothing is missing of a customer that begins as nothing.
    if (joined.outcome !== 'needs' && joined.outcome !== outcome)
      otherwise.push({ offset, outcome: joined.outcome });
  }
  if (open.facts === 0) return null;
  countActs(open, definitions.definitions, sink);
  return { timeline: wholeOf(open), recent: open.recent, parts: writesOf(open, hotOf(open)), otherwise };
};
