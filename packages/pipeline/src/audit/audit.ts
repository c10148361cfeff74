import type { Calendar, StoredSettings } from '@tidemark/core';
import type { Wait } from '../retry.ts';
import { type CheckResult, mismatchesOf } from './finding.ts';
import {
  checkAhead,
  checkOutbox,
  checkRecords,
  checkRows,
  checkTenants,
  snapshotsOf,
} from './partitionChecks.ts';
import type { Cut, HistoryAudit, LiveAudit, PartitionSnapshot, TermGroup } from './ports.ts';
import {
  checkCustomers,
  checkLedger,
  checkOrphans,
  checkPayloads,
  checkSettings,
  checkTerms,
} from './tenantChecks.ts';

export interface AuditContext {
  readonly live: LiveAudit;
  readonly history: HistoryAudit;
  readonly calendarFor: (zone: string) => Calendar;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly wait: Wait;
  readonly same: (a: unknown, b: unknown) => boolean;
  /** Milliseconds history may take to hold what the live store has applied. */
  readonly patience: number;
  /** Customers of a tenant that are looked at. */
  readonly customers: number;
}

/** A piece of the audit that is looked at by itself. */
export type Subject =
  | { readonly kind: 'partitions'; readonly partitions: readonly number[] }
  | { readonly kind: 'terms'; readonly tenant: string; readonly group: TermGroup }
  | { readonly kind: 'ledger'; readonly tenant: string }
  | { readonly kind: 'customers'; readonly tenant: string; readonly seed: number };

/** null: history did not catch up in time, or the live store was rolled back meanwhile; nothing is known. */
export type Look = readonly CheckResult[] | null;

const POLL = 100;

/** Everything there is to look at of a tenant. */
export const subjectsOf = (
  tenant: string,
  { termGroups }: HistoryAudit,
  seed: number,
): readonly Subject[] => [
  ...termGroups.map((group): Subject => ({ kind: 'terms', tenant, group })),
  { kind: 'ledger', tenant },
  { kind: 'customers', tenant, seed },
];

/**
 * Compares the two stores while events come in: the live store is read at one offset a partition, and once history holds
 * what stands before it, history is counted up to just there. What differs is looked at once more before it is believed, as
 * settings may have changed, or a store been rolled back, between two reads.
 */
export const createAudit = (
  context: AuditContext,
): ((subject: Subject, signal: AbortSignal) => Promise<Look>) => {
  const { live, history, calendarFor, now, wait, same, customers } = context;

  /** Until history holds everything before the cut. */
  const stored = async (cut: Cut, signal: AbortSignal): Promise<boolean> => {
    const until = now() + context.patience;
    let waiting = [...cut];
    for (;;) {
      const snapshots = await snapshotsOf(
        live,
        waiting.map(([partition]) => partition),
      );
      waiting = waiting.filter(([, next], index) => (snapshots[index]!.stored ?? 0) < next);
      if (waiting.length === 0) return true;
      if (now() > until || signal.aborted) return false;
      await wait(POLL, signal);
    }
  };

  const cutOf = (snapshots: readonly PartitionSnapshot[]): Cut =>
    new Map(snapshots.flatMap(({ partition, next }) => (next === null ? [] : [[partition, next] as const])));

  const lookAtPartitions = async (partitions: readonly number[], signal: AbortSignal): Promise<Look> => {
    const highest = await history.highest(partitions);
    const snapshots = await snapshotsOf(live, partitions);
    // Where the offsets themselves are wrong, history would be waited for in vain.
    const sound = snapshots.filter((snapshot) => checkOutbox([snapshot]).mismatches.length === 0);
    const cut = cutOf(sound);
    if (!(await stored(cut, signal))) return null;
    return [
      checkOutbox(snapshots),
      await checkRecords(history, sound, cut),
      await checkRows(history, cut),
      checkAhead(highest, sound),
      await checkTenants(history, sound, cut),
    ];
  };

  const lookAtTerms = async (tenant: string, group: TermGroup, signal: AbortSignal): Promise<Look> => {
    const settings = await history.settings(tenant);
    const day = calendarFor(settings.settings.time_zone).dayOf(now());
    const until = now() + context.patience;
    const ask = () => live.terms(tenant, settings.history_version, group.terms, day);
    let reading = await ask();
    while (!reading.whole && now() < until && !signal.aborted) {
      await wait(POLL, signal);
      reading = await ask();
    }
    const { sums, cut, whole } = reading;
    if (!whole || !(await stored(cut, signal)) || !(await history.isWritten(settings))) return null;
    return [checkTerms(tenant, sums, await history.terms(group, settings, day, cut))];
  };

  const lookAtLedger = async (tenant: string, signal: AbortSignal): Promise<Look> => {
    const settings = await history.settings(tenant);
    const cached = await live.settings(tenant);
    const cut = await live.cut();
    if (!(await stored(cut, signal)) || !(await history.isWritten(settings))) return null;
    const day = calendarFor(settings.settings.time_zone).dayOf(now());
    return [
      checkSettings(settings, cached),
      checkLedger(tenant, await history.ledger(settings, day, cut)),
      checkOrphans(tenant, await history.orphanedMovements(tenant, cut)),
      await checkPayloads(history, tenant, cut),
    ];
  };

  const readCustomers = async (
    { tenant }: StoredSettings,
    places: Awaited<ReturnType<HistoryAudit['someCustomers']>>,
  ) => {
    const parts = await Promise.all(
      [...Map.groupBy(places, ({ partition }) => partition)].map(async ([partition, there]) => {
        const keys = there.map(({ customer }) => ({ tenant, customer }));
        const { next, readings } = await live.customers(partition, keys);
        return {
          partition,
          next,
          there: there.map((place, index) => ({ ...place, reading: readings[index]! })),
        };
      }),
    );
    const cut: Cut = new Map(parts.map(({ partition, next }) => [partition, next ?? 0]));
    return { cut, read: parts.flatMap(({ there }) => there) };
  };

  const lookAtCustomers = async (tenant: string, seed: number, signal: AbortSignal): Promise<Look> => {
    const settings = await history.settings(tenant);
    const places = await history.someCustomers(tenant, customers, seed);
    const { cut, read } = await readCustomers(settings, places);
    if (!(await stored(cut, signal))) return null;
    const sums = await history.customerSums(tenant, places, cut);
    return [checkCustomers(settings, calendarFor(settings.settings.time_zone), read, sums, same)];
  };

  const lookAt = (subject: Subject, signal: AbortSignal): Promise<Look> => {
    switch (subject.kind) {
      case 'partitions':
        return lookAtPartitions(subject.partitions, signal);
      case 'terms':
        return lookAtTerms(subject.tenant, subject.group, signal);
      case 'ledger':
        return lookAtLedger(subject.tenant, signal);
      case 'customers':
        return lookAtCustomers(subject.tenant, subject.seed, signal);
    }
  };

  return async (subject, signal) => {
    const first = await lookAt(subject, signal);
    return first === null || mismatchesOf(first) === 0 ? first : lookAt(subject, signal);
  };
};
