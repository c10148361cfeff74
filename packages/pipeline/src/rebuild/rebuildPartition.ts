import { type Calendar, termNames, type VersionedDefinitions } from '@tidemark/core';
import type { Finding } from '../audit/finding.ts';
import type { CustomerReading } from '../audit/ports.ts';
import { keyText } from '../fold/customerKey.ts';
import { createIncrements } from '../fold/increments.ts';
import type { CustomerKey, Increment } from '../plan.ts';
import type { Wait } from '../retry.ts';
import { compareSums } from './compareSums.ts';
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

/** Rows come one after another by customer; a group ends where the customer does. */
const customersOf = async function* (
  rows: AsyncIterable<readonly RecountRow[]>,
): AsyncGenerator<readonly RecountRow[]> {
  let open: RecountRow[] = [];
  for await (const some of rows)
    for (const row of some) {
      const before = open[0];
      if (before !== undefined && keyText(before.key) !== keyText(row.key)) {
        yield open;
        open = [];
      }
      open.push(row);
    }
  if (open.length > 0) yield open;
};

/**
 * Counts a partition anew from the raw events, beside the live state, compares, and puts right what differs. The partition is
 * held meanwhile: nobody applies records to it, live values go on being read. Every write says at which offset it was counted.
 */
export const rebuildPartition = async (
  { live, history, calendarFor, base, wait, same, progress }: RebuildContext,
  partition: number,
  tenant: string | null,
  signal: AbortSignal,
): Promise<Rebuilt> => {
  /** Until history holds all that was applied. */
  const settle = async (): Promise<number | 'lost' | 'held'> => {
    for (;;) {
      const held = await live.hold(partition);
      if (held === false) return 'held';
      if (held.next === null) return 'lost';
      if ((held.stored ?? 0) >= held.next) return held.next;
      await wait(POLL, signal);
      signal.throwIfAborted();
    }
  };

  const differences: Finding[] = [];
  const increments = createIncrements(base());
  const definitions = new Map<string, VersionedDefinitions>();
  const definitionsOf = async (name: string): Promise<VersionedDefinitions> => {
    const known = definitions.get(name);
    if (known !== undefined) return known;
    const { history_version, settings } = await history.settings(name);
    const read = {
      version: history_version,
      definitions: { calendar: calendarFor(settings.time_zone), settings },
    };
    definitions.set(name, read);
    return read;
  };

  const compareCustomer = (
    key: CustomerKey,
    made: RecountedCustomer | null,
    held: CustomerReading,
  ): boolean => {
    const where = `customer ${keyText(key)}`;
    const differ = (expected: string, found: string): false => {
      differences.push({ where, expected, found });
      return false;
    };
    if (held.kind === 'damaged') return differ('a readable state', held.reason);
    if (made === null)
      return held.kind === 'unknown' || differ('unknown', `${held.timeline.facts.length} facts`);
    const expected = `${made.timeline.facts.length} facts`;
    if (held.kind === 'unknown') return differ(expected, 'unknown');
    if (!same(held.timeline, made.timeline)) return differ(expected, `${held.timeline.facts.length} others`);
    const { version } = definitions.get(key.tenant)!;
    // Made under other settings, the end of a timeline is made anew with the next event.
    if (held.version === version && !same(held.recent, made.recent))
      return differ('the end of the timeline as its facts make it', 'another');
    return true;
  };

  const compareSome = async (
    next: number,
    some: readonly { readonly key: CustomerKey; readonly made: RecountedCustomer | null }[],
  ): Promise<void> => {
    const held = await live.customers(
      partition,
      some.map(({ key }) => key),
    );
    const remade = some.flatMap(({ key, made }, index): readonly Remade[] =>
      compareCustomer(key, made, held[index]!) ? [] : [{ key, parts: made?.parts ?? [] }],
    );
    if (remade.length > 0) await live.putCustomers(partition, next, remade);
  };

  const next = await settle();
  if (typeof next === 'string') return { kind: next };
  let events = 0;
  const seen = new Set<string>();
  let group: { key: CustomerKey; made: RecountedCustomer | null }[] = [];
  const flush = async (): Promise<void> => {
    await live.hold(partition);
    await compareSome(next, group);
    group = [];
    signal.throwIfAborted();
  };
  for await (const rows of customersOf(history.rows(partition, next, tenant))) {
    const { key } = rows[0]!;
    const counted = await definitionsOf(key.tenant);
    const made = recountCustomer(rows, counted, increments.sinkOf(key.tenant, counted.version));
    for (const { offset, outcome } of made?.otherwise ?? [])
      differences.push({
        where: `record ${partition}:${offset}`,
        expected: outcome,
        found: rows.find((row) => row.offset === offset)!.outcome,
      });
    seen.add(keyText(key));
    group.push({ key, made });
    events += rows.length;
    progress(rows.length);
    if (group.length === GROUP) await flush();
  }
  await flush();
  const unknown = (await live.keys(partition, tenant)).filter((key) => !seen.has(keyText(key)));
  for (const key of unknown) await definitionsOf(key.tenant);
  await compareSome(
    next,
    unknown.map((key) => ({ key, made: null })),
  );

  const names = termNames();
  const isRead = new Set(names);
  const sums = increments.list().filter(({ term }) => isRead.has(term));
  let isChanged = differences.length > 0;
  for (const [name, { version }] of definitions) {
    const own = sums.filter((increment) => increment.tenant === name);
    const held = await live.tenant(partition, name, names);
    const expected = cellsOf(own);
    const found = compareSums(`${name} partition ${partition}`, expected, held.cells, base());
    if (held.history_version !== version && own.length > 0)
      found.push({
        where: `${name} partition ${partition}`,
        expected: `counted by settings ${version}`,
        found: String(held.history_version),
      });
    differences.push(...found);
    if (found.length > 0) isChanged = true;
    // Written again too where only customers differed: it is what fences off whoever remembers them.
    if (isChanged) await live.putSums(partition, next, name, version, own);
  }
  return { kind: 'compared', events, differences };
};
