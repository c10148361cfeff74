import type { Plan } from '../plan.ts';
import type { RowEncoder } from '../ports/history.ts';
import type { OutboxEntry } from '../ports/outbox.ts';

/** The rows of a plan as history takes them. */
export const outboxEntryOf = (plan: Plan, encoder: RowEncoder): OutboxEntry => ({
  first: plan.from,
  last: plan.next - 1,
  rows: {
    events: { ...encoder.events(plan.events), offsets: plan.events.map(({ offset }) => offset) },
    movements: { ...encoder.movements(plan.movements), offsets: plan.movements.map(({ offset }) => offset) },
  },
});

export const backlogOf = ({ rows }: OutboxEntry): { readonly rows: number; readonly bytes: number } => ({
  rows: rows.events.offsets.length + rows.movements.offsets.length,
  bytes: rows.events.bytes.length + rows.movements.bytes.length,
});
