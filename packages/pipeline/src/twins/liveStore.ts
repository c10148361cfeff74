import { type CustomerState, chunkCount, decodeHot, HOT, type PartName, timelineOf } from '@tidemark/core';
import { keyText } from '../fold/customerKey.ts';
import { backlogOf } from '../fold/outboxEntry.ts';
import type { CustomerKey, Increment, Plan, RecordOutcome } from '../plan.ts';
import type { Outbox, OutboxEntry, PendingRange } from '../ports/outbox.ts';
import type { StateStore } from '../ports/state.ts';
import type { TermSums } from '../ports/terms.ts';

/** The day under which a sum that holds at once is kept. */
const NOW = Number.NEGATIVE_INFINITY;

export interface TwinPartition {
  epoch: number;
  next: number | null;
  stored: number | null;
  known_at: number | null;
  acknowledged: number | null;
  pending: PendingRange | null;
  /** Number of the last correction. */
  corrected: number;
  readonly counts: Record<RecordOutcome, number>;
  /** Key text of a customer → part → bytes. */
  readonly customers: Map<string, Map<string, Uint8Array>>;
  readonly tenants: Map<string, number>;
  /** `tenant:version:term` → day → change. */
  readonly terms: Map<string, Map<number, bigint>>;
  readonly outbox: OutboxEntry[];
}

/** The live store in memory: the same contract as the real one, and what tests need beside it. */
export interface LiveStoreTwin {
  readonly state: StateStore;
  readonly outbox: Outbox;
  readonly terms: TermSums;
  /** What is held of a partition; null where nothing is. */
  readonly partition: (partition: number) => TwinPartition | null;
  /** Value of a term at a day, over all partitions. */
  readonly valueAt: (tenant: string, history_version: number, term: string, day: number) => bigint;
  /** A copy of everything, and a way back to it: what a failover or an old file does. */
  readonly snapshot: () => () => void;
}

const emptyPartition = (): TwinPartition => ({
  epoch: 0,
  next: null,
  stored: null,
  known_at: null,
  acknowledged: null,
  pending: null,
  corrected: 0,
  counts: { applied: 0, duplicate: 0, conflict: 0, dead: 0 },
  customers: new Map(),
  tenants: new Map(),
  terms: new Map(),
  outbox: [],
});

/** What is written is never changed in place but for the maps: bytes and entries may be shared. */
const copyOf = (held: TwinPartition): TwinPartition => ({
  ...held,
  counts: { ...held.counts },
  customers: new Map([...held.customers].map(([customer, parts]) => [customer, new Map(parts)])),
  tenants: new Map(held.tenants),
  terms: new Map([...held.terms].map(([term, cells]) => [term, new Map(cells)])),
  outbox: [...held.outbox],
});

const copyAll = (partitions: ReadonlyMap<number, TwinPartition>): Map<number, TwinPartition> =>
  new Map([...partitions].map(([partition, held]) => [partition, copyOf(held)]));

const termText = (tenant: string, history_version: number, term: string): string =>
  `${tenant}:${history_version}:${term}`;

const addToCell = (cells: Map<number, bigint>, day: number, delta: bigint): void => {
  cells.set(day, (cells.get(day) ?? 0n) + delta);
};

const NOTHING = new Uint8Array();

/** The name of a part among a customer's parts. */
export const partText = ({ kind, index }: PartName): string => `${kind} ${index}`;

/** A copy of its own: what is written comes as pieces of larger buffers. */
const join = (before: Uint8Array, bytes: Uint8Array): Uint8Array => {
  const joined = new Uint8Array(before.length + bytes.length);
  joined.set(before);
  joined.set(bytes, before.length);
  return joined;
};

const storeCustomer = (held: TwinPartition, { key, parts }: Plan['customers'][number]): void => {
  const text = keyText(key);
  const customer = held.customers.get(text) ?? new Map<string, Uint8Array>();
  held.customers.set(text, customer);
  for (const part of parts) {
    const name = partText(part);
    customer.set(name, join((part.append && customer.get(name)) || NOTHING, part.bytes));
  }
};

const partOf = (held: TwinPartition, key: CustomerKey, name: PartName): Uint8Array | null =>
  held.customers.get(keyText(key))?.get(partText(name)) ?? null;

const addIncrements = (held: TwinPartition, increments: readonly Increment[]): void => {
  for (const { tenant, history_version, term, day, delta } of increments) {
    const text = termText(tenant, history_version, term);
    const cells = held.terms.get(text) ?? new Map<number, bigint>();
    held.terms.set(text, cells);
    addToCell(cells, day ?? NOW, delta);
  }
};

/** The whole timeline that a customer's parts hold. */
export const timelineIn = (parts: ReadonlyMap<string, Uint8Array>): CustomerState => {
  const { facts, end } = decodeHot(parts.get(partText(HOT))!);
  const chunks = Array.from(
    { length: chunkCount(end) },
    (_, index) => parts.get(partText({ kind: 'chunk', index })) ?? null,
  );
  return timelineOf(chunks, facts);
};

const store = (held: TwinPartition, plan: Plan, entry: OutboxEntry): void => {
  for (const { tenant, history_version } of plan.tenants) held.tenants.set(tenant, history_version);
  for (const customer of plan.customers) storeCustomer(held, customer);
  addIncrements(held, plan.increments);
  held.outbox.push(entry);
  for (const outcome of ['applied', 'duplicate', 'conflict', 'dead'] as const)
    held.counts[outcome] += plan.counts[outcome];
  held.known_at = plan.known_at ?? held.known_at;
  held.next = plan.next;
};

const sameRange = (a: PendingRange, b: PendingRange): boolean =>
  a.entries === b.entries && a.first === b.first && a.last === b.last;

export const createLiveStoreTwin = (): LiveStoreTwin => {
  let partitions = new Map<number, TwinPartition>();
  // Like the clock that the real store takes its epochs from: it goes on when what is held is rolled back.
  let clock = 0;

  const holdsEpoch = (partition: number, epoch: number): TwinPartition | null => {
    const held = partitions.get(partition);
    return held?.epoch === epoch ? held : null;
  };

  const state: StateStore = {
    claim: async (partition, beginning) => {
      const held = partitions.get(partition) ?? emptyPartition();
      if (beginning !== undefined) {
        if (held.epoch !== beginning.epoch || held.next !== null) return null;
        held.next = beginning.next;
        held.stored = beginning.next;
      }
      partitions.set(partition, held);
      held.epoch = Math.max(held.epoch + 1, ++clock);
      const sizes = held.outbox.map(backlogOf);
      return {
        epoch: held.epoch,
        next: held.next,
        acknowledged: held.acknowledged,
        backlog: {
          rows: sizes.reduce((sum, { rows }) => sum + rows, 0),
          bytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0),
        },
        tenants: new Map(held.tenants),
        rebuildAsked: false,
      };
    },
    load: async ({ partition, epoch, next }, parts) => {
      const held = holdsEpoch(partition, epoch);
      if (held?.next !== next) return null;
      return parts.map(({ key, ...name }) => partOf(held, key, name));
    },
    commit: async (epoch, plan, entry) => {
      const held = holdsEpoch(plan.partition, epoch);
      if (held === null) return 'fenced';
      if (held.next !== plan.from) return 'moved';
      store(held, plan, entry);
      return 'committed';
    },
    correct: async ({ partition, epoch, next }, number, entry) => {
      const held = holdsEpoch(partition, epoch);
      if (held?.next !== next) return false;
      if (held.corrected === number) return true;
      held.outbox.push(entry);
      held.corrected = number;
      return true;
    },
    position: async (partition) => {
      const held = partitions.get(partition);
      if (held === undefined) return null;
      const { epoch, next, known_at, corrected } = held;
      return { epoch, next, known_at, corrected };
    },
  };

  const outbox: Outbox = {
    pending: async (partition) => partitions.get(partition)?.pending ?? null,
    peek: async (partition, limit) => partitions.get(partition)?.outbox.slice(0, limit) ?? [],
    reserve: async (partition, epoch, range) => {
      const held = holdsEpoch(partition, epoch);
      if (held === null) return false;
      if (held.pending !== null) return sameRange(held.pending, range);
      if (held.outbox[0]?.first !== range.first) return false;
      if (held.outbox[range.entries - 1]?.last !== range.last) return false;
      held.pending = range;
      return true;
    },
    trim: async (partition, epoch, range) => {
      const held = holdsEpoch(partition, epoch);
      if (held === null) return false;
      if (held.pending === null && held.stored === range.last + 1) return true;
      if (held.pending === null || !sameRange(held.pending, range)) return false;
      for (const { rows } of held.outbox.splice(0, range.entries))
        held.acknowledged = rows.events.offsets.at(-1) ?? held.acknowledged;
      held.pending = null;
      held.stored = range.last + 1;
      return true;
    },
  };

  const terms: TermSums = {
    advance: async (partition, epoch, base) => {
      const held = holdsEpoch(partition, epoch);
      if (held === null) return false;
      for (const cells of held.terms.values())
        for (const [day, delta] of [...cells])
          if (day !== NOW && day <= base) {
            cells.delete(day);
            addToCell(cells, NOW, delta);
          }
      return true;
    },
    slices: 1,
    timelines: async ({ partition, epoch, next }, tenant) => {
      const held = holdsEpoch(partition, epoch);
      if (held?.next !== next) return null;
      return [...held.customers]
        .filter(([key]) => key.startsWith(`${tenant}:`))
        .map(([key, parts]) => ({
          key: { tenant, customer: key.slice(tenant.length + 1) },
          timeline: timelineIn(parts),
        }));
    },
    replace: async ({ partition, epoch, next }, tenant, history_version, sums) => {
      const held = holdsEpoch(partition, epoch);
      if (held?.next !== next) return false;
      for (const text of held.terms.keys()) if (text.startsWith(`${tenant}:`)) held.terms.delete(text);
      held.tenants.set(tenant, history_version);
      addIncrements(held, sums);
      return true;
    },
  };

  return {
    state,
    outbox,
    terms,
    partition: (partition) => partitions.get(partition) ?? null,
    valueAt: (tenant, history_version, term, day) => {
      let sum = 0n;
      for (const held of partitions.values())
        for (const [from, delta] of held.terms.get(termText(tenant, history_version, term)) ?? [])
          if (from <= day) sum += delta;
      return sum;
    },
    snapshot: () => {
      const copy = copyAll(partitions);
      return () => {
        partitions = copyAll(copy);
      };
    },
  };
};
