import type { EventRow, MovementRow, OutboxEntry, Plan } from '@tidemark/pipeline';
import { outboxEntryOf } from '@tidemark/pipeline';
import { twinEncoder } from '@tidemark/pipeline/twins';

/** A record that was dead on arrival: a row of history that needs no event. */
export const eventRow = (partition: number, offset: number): EventRow => ({
  tenant: '',
  partition,
  offset,
  known_at: 1_700_000_000_000 + offset,
  outcome: 'dead',
  event: null,
});

export const movementRow = (partition: number, offset: number, sequence = 0): MovementRow => ({
  tenant: 'acme',
  customer: 'ada',
  time: 1_700_000_000_000,
  type: 'new',
  before: 0n,
  after: 4_900_000n,
  event: 'e1',
  known_at: 1_700_000_000_000 + offset,
  sign: 1,
  partition,
  offset,
  sequence,
});

/** A plan that changes nothing but what is given, with one event row an offset. */
export const planOf = (partition: number, from: number, next: number, changed: Partial<Plan> = {}): Plan =>
  ({
    partition,
    from,
    next,
    known_at: null,
    states: [],
    customers: [],
    increments: [],
    events: Array.from({ length: next - from }, (_, index) => eventRow(partition, from + index)),
    movements: [],
    dead: [],
    tenants: [],
    counts: { applied: 0, duplicate: 0, conflict: 0, dead: next - from },
    ...changed,
  }) as Plan;

export const entryOf = (plan: Plan): OutboxEntry => outboxEntryOf(plan, twinEncoder);

let last = 0;
/** A partition that no test of this file has used. */
export const freshPartition = (): number => last++;
