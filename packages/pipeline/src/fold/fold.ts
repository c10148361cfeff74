import { applyEvent, type CustomerState, type Definitions, EMPTY_STATE, encodeState } from '@tidemark/core';
import type { AcceptedRecord, DecodedRecord } from '../decode/decodeRecord.ts';
import type { CustomerKey, EventRow, MovementRow, Plan, RecordOutcome } from '../plan.ts';
import type { DeadLetter } from '../ports/log.ts';
import { keyText } from './customerKey.ts';
import { createIncrements } from './increments.ts';

/** How one tenant's events are counted in this batch. */
export interface TenantDefinitions {
  readonly history_version: number;
  readonly definitions: Definitions;
}

export interface Batch {
  readonly partition: number;
  readonly from: number;
  readonly next: number;
  readonly records: readonly DecodedRecord[];
}

export interface Folded {
  readonly plan: Plan;
  /** The customers the batch changed, by key text. */
  readonly states: ReadonlyMap<string, CustomerState>;
}

/**
 * A batch of records becomes one plan. Events join their timelines one by one in the order of the log, so what they leave
 * does not depend on where the log was cut into batches. `states` holds every customer of the batch that is known already,
 * `tenants` every tenant of it; `base` is the last day that counts as past.
 */
export const fold = (
  { partition, from, next, records }: Batch,
  states: ReadonlyMap<string, CustomerState>,
  tenants: ReadonlyMap<string, TenantDefinitions>,
  base: number,
): Folded => {
  const changed = new Map<string, { readonly key: CustomerKey; readonly state: CustomerState }>();
  const increments = createIncrements(base);
  const events: EventRow[] = [];
  const movements: MovementRow[] = [];
  const dead: DeadLetter[] = [];
  const seen = new Set<string>();
  const counts: Record<RecordOutcome, number> = { applied: 0, duplicate: 0, conflict: 0, dead: 0 };

  const apply = ({ record, tenant, event }: AcceptedRecord): RecordOutcome => {
    const key = { tenant, customer: event.customer };
    const text = keyText(key);
    const before = changed.get(text)?.state ?? states.get(text) ?? EMPTY_STATE;
    const { history_version, definitions } = tenants.get(tenant)!;
    const transition = applyEvent(before, event, definitions);
    if (transition.outcome !== 'applied') return transition.outcome;
    changed.set(text, { key, state: transition.state });
    increments.add(tenant, history_version, transition.terms);
    for (const [sequence, movement] of transition.movements.entries()) {
      const { offset, known_at } = record;
      movements.push({ ...key, ...movement, known_at, partition, offset, sequence });
    }
    return 'applied';
  };

  for (const item of records) {
    const { offset, known_at } = item.kind === 'dead' ? item.letter.record : item.record;
    let outcome: RecordOutcome = 'dead';
    if (item.kind === 'dead') {
      dead.push(item.letter);
      events.push({ tenant: '', partition, offset, known_at, outcome, event: null });
    } else {
      outcome = apply(item);
      seen.add(item.tenant);
      events.push({ tenant: item.tenant, partition, offset, known_at, outcome, event: item.event });
    }
    counts[outcome]++;
  }

  const plan: Plan = {
    partition,
    from,
    next,
    known_at: events.at(-1)?.known_at ?? null,
    states: [...changed.values()].map(({ key, state }) => ({ key, bytes: encodeState(state) })),
    increments: increments.list(),
    events,
    movements,
    dead,
    tenants: [...seen].map((tenant) => ({ tenant, history_version: tenants.get(tenant)!.history_version })),
    counts,
  };
  return { plan, states: new Map([...changed].map(([text, { state }]) => [text, state])) };
};
