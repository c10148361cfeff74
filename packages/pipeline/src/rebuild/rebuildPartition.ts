import { type Calendar, termNames, type VersionedDefinitions } from '@tidemark/core';
import type { Finding } from '../audit/finding.ts';
import { keyText } from '../fold/customerKey.ts';
import { createIncrements, type Increments } from '../fold/increments.ts';
import type { CustomerKey, Increment } from '../plan.ts';
import type { Wait } from '../retry.ts';
import { compareCustomer } from './compareCustomer.ts';
import { compareSums } from './compareSums.ts';
import { customersOf } from './customersOf.ts';
import type { Cells, LiveRepair, RecountRow, RecountRows, Remade } from './ports.ts';
import { type RecountedCustomer, recountCustomer } from './recountCustomer.ts';

export interface RebuildContext {
  readonly live: LiveRepair;
  readonly history: RecountRows;
  readonly calendarFor: (zone: string) => Calendar;
  /** The last day that counts as past everywhere. */
  readonly base: () => number;
  readonly wait: Wait;
  readonly same: (a: unknown, b: unknown) => boolean;
  /** So many more events have been counted. */
  readonly progress: (events: number) => void;
}

/** What a partition was found to be. `lost`: the live store holds nothing of it. */
export type Rebuilt =
  | { readonly kind: 'compared'; readonly events: number; readonly differences: readonly Finding[] }
  | { readonly kind: 'lost' }
  | { readonly kind: 'held' };

const POLL = 100;
/** Customers that are compared at once. */
const GROUP = 500;

const cellsOf = (increments: readonly Increment[]): Cells => {
  const cells = new Map<string, Map<number | null, bigint>>();
  for (const { term, day, delta } of increments) {
    const days = cells.get(term) ?? new Map<number | null, bigint>();
    cells.set(term, days.set(day, (days.get(day) ?? 0n) + delta));
  }
  return cells;
};

/** A partition being recounted: as of which offset, and what has come out so far. */
interface Recount {
  readonly context: RebuildContext;
  readonly partition: number;
  readonly next: number;
  readonly increments: Increments;
  /** Of every tenant that was met. */
  readonly definitions: Map<string, VersionedDefinitions>;
  readonly differences: Finding[];
}

interface Counted {
  readonly key: CustomerKey;
  /** null: of this customer history knows nothing. */
  readonly made: RecountedCustomer | null;
}

/** Holds the partition once history has all that was applied to it; answers the offset it stands at. */
const holdWhole = async (
  { live, wait }: RebuildContext,
  partition: number,
  signal: AbortSignal,
): Promise<number | 'lost' | 'held'> => {
  for (;;) {
    const held = await live.hold(partition);
    if (held === false) return 'held';
    if (held.next === null) return 'lost';
    if ((held.stored ?? 0) >= held.next) return held.next;
    await wait(POLL, signal);
    signal.throwIfAborted();
  }
};

const definitionsOf = async (
  { context: { history, calendarFor }, definitions }: Recount,
  tenant: string,
): Promise<VersionedDefinitions> => {
  const known = definitions.get(tenant);
  if (known !== undefined) return known;
  const { history_version, settings } = await history.settings(tenant);
  const calendar = calendarFor(settings.time_zone);
  const read = { version: history_version, definitions: { calendar, settings } };
  definitions.set(tenant, read);
  return read;
};

/** One customer from their records, whose outcomes must be those that history tells. */
const countCustomer = async (recount: Recount, rows: readonly RecountRow[]): Promise<Counted> => {
  const { partition, increments, differences } = recount;
  const { key } = rows[0]!;
  const counted = await definitionsOf(recount, key.tenant);
  const made = recountCustomer(rows, counted, increments.sinkOf(key.tenant, counted.version));
  for (const { offset, outcome } of made?.otherwise ?? [])
    differences.push({
      where: `record ${partition}:${offset}`,
      expected: outcome,
      found: rows.find((row) => row.offset === offset)!.outcome,
    });
  return { key, made };
};

/** Compares some customers and writes those that differ as they should be. */
const mendCustomers = async (
  { context: { live, same }, partition, next, definitions, differences }: Recount,
  some: readonly Counted[],
): Promise<void> => {
  const keys = some.map(({ key }) => key);
  const held = await live.customers(partition, keys);
  const remade = some.flatMap(({ key, made }, index): readonly Remade[] => {
    const { version } = definitions.get(key.tenant)!;
    const difference = compareCustomer(key, made, held[index]!, version, same);
    if (difference === null) return [];
    differences.push(difference);
    return [{ key, parts: made?.parts ?? [] }];
  });
  if (remade.length > 0) await live.putCustomers(partition, next, remade);
};

/** All customers of history, and those that only the live store knows. Answers how many events that were. */
const mendAllCustomers = async (
  recount: Recount,
  tenant: string | null,
  signal: AbortSignal,
): Promise<number> => {
  const { context, partition, next } = recount;
  const { live, history, progress } = context;
  let events = 0;
  const seen = new Set<string>();
  let group: Counted[] = [];
  const flush = async (): Promise<void> => {
    await live.hold(partition);
    await mendCustomers(recount, group);
    group = [];
    signal.throwIfAborted();
  };
  for await (const rows of customersOf(history.rows(partition, next, tenant))) {
    const counted = await countCustomer(recount, rows);
    seen.add(keyText(counted.key));
    group.push(counted);
    events += rows.length;
    progress(rows.length);
    if (group.length === GROUP) await flush();
  }
  await flush();
  const unknown = (await live.keys(partition, tenant)).filter((key) => !seen.has(keyText(key)));
  for (const key of unknown) await definitionsOf(recount, key.tenant);
  await mendCustomers(
    recount,
    unknown.map((key) => ({ key, made: null })),
  );
  return events;
};

/** The sums of every tenant that was met. */
const mendSums = async ({
  context: { live, base },
  partition,
  next,
  increments,
  definitions,
  differences,
}: Recount): Promise<void> => {
  const names = termNames();
  const isRead = new Set(names);
  const sums = increments.list().filter(({ term }) => isRead.has(term));
  let isChanged = differences.length > 0;
  for (const [tenant, { version }] of definitions) {
    const where = `${tenant} partition ${partition}`;
    const own = sums.filter((increment) => increment.tenant === tenant);
    const held = await live.tenant(partition, tenant, names);
    const found = compareSums(where, cellsOf(own), held.cells, base());
    if (held.history_version !== version && own.length > 0)
      found.push({
        where,
        expected: `counted by settings ${version}`,
        found: String(held.history_version),
      });
    differences.push(...found);
    if (found.length > 0) isChanged = true;
    // Written again too where only customers differed: it is what fences off whoever remembers them.
    if (isChanged) await live.putSums(partition, next, tenant, version, own);
  }
};

/**
 * Counts a partition anew from the raw events, beside the live state, compares, and puts right what differs. The partition is
 * held meanwhile: nobody applies records to it, live values go on being read. Every write says at which offset it was counted.
 */
export const rebuildPartition = async (
  context: RebuildContext,
  partition: number,
  tenant: string | null,
  signal: AbortSignal,
): Promise<Rebuilt> => {
  const next = await holdWhole(context, partition, signal);
  if (typeof next === 'string') return { kind: next };
  const increments = createIncrements(context.base());
  const differences: Finding[] = [];
  const recount: Recount = { context, partition, next, increments, definitions: new Map(), differences };
  const events = await mendAllCustomers(recount, tenant, signal);
  await mendSums(recount);
  return { kind: 'compared', events, differences };
};
