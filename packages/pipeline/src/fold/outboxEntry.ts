import { CORRECTIONS, HISTORY_TABLES, type MovementRow, type Plan } from '../plan.ts';
import type { RowEncoder } from '../ports/history.ts';
import type { OutboxEntry, OutboxRows } from '../ports/outbox.ts';

const NONE: OutboxRows = { offsets: [], ends: [], bytes: new Uint8Array() };

/** The rows of a plan as history takes them. */
export const outboxEntryOf = (plan: Plan, encoder: RowEncoder): OutboxEntry => ({
  first: plan.from,
  last: plan.next - 1,
  rows: {
    events: { ...encoder.events(plan.events), offsets: plan.events.map(({ offset }) => offset) },
    movements: { ...encoder.movements(plan.movements), offsets: plan.movements.map(({ offset }) => offset) },
    corrections: NONE,
  },
});

/** Corrections made before the record at `next`: they belong to no record, so the range of offsets is empty. */
export const correctionEntryOf = (
  next: number,
  rows: readonly MovementRow[],
  encoder: RowEncoder,
): OutboxEntry => ({
  first: next,
  last: next - 1,
  rows: {
    events: NONE,
    movements: NONE,
    corrections: {
      ...encoder.movements(rows),
      offsets: rows.map(({ sequence }) => sequence - CORRECTIONS),
    },
  },
});

export const backlogOf = ({ rows }: OutboxEntry): { readonly rows: number; readonly bytes: number } => {
  let [count, bytes] = [0, 0];
  for (const table of HISTORY_TABLES) {
    count += rows[table].offsets.length;
    bytes += rows[table].bytes.length;
  }
  return { rows: count, bytes };
};
