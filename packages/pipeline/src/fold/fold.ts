import {
  countActs,
  type Hot,
  hotOf,
  join,
  maySeen,
  type OpenCustomer,
  openCustomer,
  type PartName,
  supply,
  type VersionedDefinitions,
  writesOf,
} from '@tidemark/core';
import type { AcceptedRecord, DecodedRecord } from '../decode/decodeRecord.ts';
import type { CustomerKey, EventRow, MovementRow, Plan, RecordOutcome } from '../plan.ts';
import type { PartAddress } from '../ports/state.ts';
import { keyText } from './customerKey.ts';
import { createIncrements } from './increments.ts';

export interface Batch {
  readonly partition: number;
  readonly from: number;
  readonly next: number;
  readonly records: readonly DecodedRecord[];
}

/** A batch being folded: as long as something is missing it is read and supplied, then the plan is made. */
export interface Folding {
  /** Cold parts without which some events cannot be told apart or counted; none when all is folded. */
  readonly missing: () => readonly PartAddress[];
  /** Takes what was missing, in the same order, and folds on. */
  readonly supply: (parts: readonly (Uint8Array | null)[]) => void;
  readonly finish: () => Plan;
}

interface Customer {
  readonly key: CustomerKey;
  readonly open: OpenCustomer;
  /** What the customer waits for. Their later events wait behind it: those of one customer never change places. */
  waiting: PartName[] | null;
  isChanged: boolean;
}

/**
 * A batch of records becomes one plan. Events join their timelines one by one in the order of the log, so what they leave
 * does not depend on where the log was cut into batches. `hots` holds the hot part of every customer of the batch that is known
 * already, `tenants` every tenant of it; `base` is the last day that counts as past.
 */
export const startFold = (
  { partition, from, next, records }: Batch,
  hots: ReadonlyMap<string, Hot>,
  tenants: ReadonlyMap<string, VersionedDefinitions>,
  base: number,
): Folding => {
  const customers = new Map<string, Customer>();
  const increments = createIncrements(base);
  const outcomes: RecordOutcome[] = Array(records.length).fill('dead');
  const movements: (readonly MovementRow[])[] = [];
  let waiting: number[] = [];

  const customerOf = ({ tenant, event }: AcceptedRecord): Customer => {
    const key = { tenant, customer: event.customer };
    const text = keyText(key);
    let customer = customers.get(text);
    if (customer === undefined) {
      customer = { key, open: openCustomer(hots.get(text) ?? null), waiting: null, isChanged: false };
      customers.set(text, customer);
    }
    return customer;
  };

  /** What an event will need is read with what those before it wait for: one after another each would cost a round trip. */
  const waitToo = ({ open }: Customer, parts: PartName[], id: string): void => {
    const block = maySeen(open, id);
    if (typeof block !== 'object') return;
    if (!parts.some(({ kind, index }) => kind === block.kind && index === block.index)) parts.push(block);
  };

  const apply = (record: AcceptedRecord, index: number): void => {
    const customer = customerOf(record);
    if (customer.waiting !== null) {
      waitToo(customer, customer.waiting, record.event.id);
      waiting.push(index);
      return;
    }
    const definitions = tenants.get(record.tenant)!;
    const sink = increments.sinkOf(record.tenant, definitions.version);
    const joined = join(customer.open, record.event, definitions, sink);
    if (joined.outcome === 'needs') {
      customer.waiting = [...joined.parts];
      waiting.push(index);
      return;
    }
    outcomes[index] = joined.outcome;
    if (joined.outcome !== 'applied') return;
    customer.isChanged = true;
    if (joined.movements.length === 0) return;
    const { offset, known_at } = record.record;
    movements[index] = joined.movements.map((movement, sequence) => ({
      ...customer.key,
      ...movement,
      known_at,
      partition,
      offset,
      sequence,
    }));
  };

  const run = (indices: Iterable<number>): void => {
    for (const index of indices) {
      const record = records[index]!;
      if (record.kind === 'accepted') apply(record, index);
    }
  };

  const waitingCustomers = () => [...customers.values()].filter((customer) => customer.waiting !== null);

  const changedCustomers = () => [...customers.values()].filter(({ isChanged }) => isChanged);

  const countAll = (changed: readonly Customer[]): void => {
    for (const { key, open } of changed) {
      const { definitions, version } = tenants.get(key.tenant)!;
      countActs(open, definitions, increments.sinkOf(key.tenant, version));
    }
  };

  const rowOf = (item: DecodedRecord, index: number): EventRow => {
    const outcome = outcomes[index]!;
    if (item.kind === 'dead') {
      const { offset, known_at } = item.letter.record;
      return { tenant: '', partition, offset, known_at, outcome, event: null };
    }
    const { tenant, event, record } = item;
    return { tenant, partition, offset: record.offset, known_at: record.known_at, outcome, event };
  };

  const tenantsSeen = () =>
    [...new Set(records.flatMap((item) => (item.kind === 'accepted' ? [item.tenant] : [])))].map(
      (tenant) => ({ tenant, history_version: tenants.get(tenant)!.version }),
    );

  run(records.keys());

  return {
    missing: () =>
      waitingCustomers().flatMap(({ key, waiting }) => waiting!.map((part) => ({ key, ...part }))),
    supply: (parts) => {
      let at = 0;
      for (const customer of waitingCustomers()) {
        const names = customer.waiting!;
        supply(customer.open, names, parts.slice(at, at + names.length));
        at += names.length;
        customer.waiting = null;
      }
      const again = waiting;
      waiting = [];
      run(again);
    },
    finish: () => {
      const changed = changedCustomers();
      countAll(changed);
      const counts: Record<RecordOutcome, number> = { applied: 0, duplicate: 0, conflict: 0, dead: 0 };
      for (const outcome of outcomes) counts[outcome]++;
      const events = records.map(rowOf);
      return {
        partition,
        from,
        next,
        known_at: events.at(-1)?.known_at ?? null,
        customers: changed.map(({ key, open }) => ({ key, parts: writesOf(open, hotOf(open)) })),
        increments: increments.list(),
        events,
        movements: movements.flat(),
        dead: records.flatMap((item) => (item.kind === 'dead' ? [item.letter] : [])),
        tenants: tenantsSeen(),
        counts,
      };
    },
  };
};
