import { canExpire, correctionsOf, ledgerOf, type StoredSettings } from '@tidemark/core';
import { correctionEntryOf } from '../fold/outboxEntry.ts';
import { CORRECTIONS, type MovementRow } from '../plan.ts';
import type { OutboxEntry } from '../ports/outbox.ts';
import type { LoadPoint, Position } from '../ports/state.ts';
import type { KnownCustomer } from '../ports/terms.ts';
import type { Retry } from '../retry.ts';
import type { WorkerContext } from './context.ts';

/** A moment between two records of a partition, at which its tenants are counted anew. */
export interface CountPoint extends LoadPoint {
  /** Log-append time of the next record; null where it has not come yet. */
  readonly arriving: number | null;
}

/** What the partition does for whoever corrects its ledger. */
export interface Outlet {
  /** Waits until history holds all that was committed. False where the partition is lost. */
  readonly drained: (retry: Retry) => Promise<boolean>;
  /** Corrections stand in the outbox: sees that they are sent, and waits for room. False where the partition is lost. */
  readonly added: (entry: OutboxEntry, retry: Retry) => Promise<boolean>;
}

/** The partition as it stands; null where it is not ours any more, or was rolled back. */
export const positionAt = async (
  { partition, epoch, next }: LoadPoint,
  { state }: WorkerContext,
  retry: Retry,
): Promise<Position | null> => {
  const position = await retry('read position', () => state.position(partition));
  return position?.epoch === epoch && position.next === next ? position : null;
};

/** Rows of one entry of the outbox, and customers of one question to history. */
const ROWS = 5_000;
const CUSTOMERS = 500;

/**
 * Turns the movements that history holds of a tenant in one partition into those that its settings of now make. Between two records, with
 * all records before applied and stored: what is written is compared with what the timelines say, so it does not matter by which settings it
 * was written, nor what a crash left of an earlier try. Nothing is written twice, as corrections go the way of all rows: through the
 * outbox, under the epoch, in ranges that are recorded before they are sent.
 *
 * All rows are known from one moment on, not before the last record that was written by the settings of before, nor after the first
 * one that will not be; in between it is the moment of the change. Answers null where the partition is lost, else the number of rows.
 */
export const correctLedger = async (
  at: CountPoint,
  { tenant, settings, ledger_version: version, ledger_changed_at }: StoredSettings,
  begun: number | null,
  context: WorkerContext,
  outlet: Outlet,
  retry: Retry,
): Promise<number | null> => {
  const { state, terms, history, ledger, encoder, calendarFor } = context;
  const { partition, next, arriving } = at;
  const definitions = { calendar: calendarFor(settings.time_zone), settings };

  if (!(await outlet.drained(retry))) return null;
  const held = await retry('read highest offsets', () => history.highest(partition));
  const before = await positionAt(at, context, retry);
  if (before === null) return null;
  const known_at =
    begun ?? Math.min(Math.max(ledger_changed_at, before.known_at ?? 0), arriving ?? Number.MAX_SAFE_INTEGER);
  const note = { tenant, partition, version, known_at };
  await retry('note ledger', () => ledger.note({ ...note, isWhole: false }));

  const first = held.corrections ?? 0;
  let number = first;
  let rows: MovementRow[] = [];
  const put = async (): Promise<boolean> => {
    if (rows.length === 0) return true;
    const last = number;
    const entry = correctionEntryOf(next, rows, encoder);
    rows = [];
    return (await retry('correct', () => state.correct(at, last, entry))) && outlet.added(entry, retry);
  };
  const correct = async (customers: readonly KnownCustomer[]): Promise<boolean> => {
    const names = customers.map(({ key }) => key.customer);
    const standing = await retry('read movements', () => ledger.standing(partition, tenant, names));
    for (const { key, timeline } of customers) {
      const written = standing.get(key.customer) ?? [];
      for (const change of correctionsOf(written, ledgerOf(timeline, definitions))) {
        number++;
        rows.push({
          ...key,
          ...change,
          known_at,
          partition,
          offset: next - 1,
          sequence: CORRECTIONS + number,
        });
      }
    }
    return rows.length < ROWS || put();
  };

  let waiting: readonly KnownCustomer[] = [];
  for (let slice = 0; slice < terms.slices; slice++) {
    const found = await retry('load timelines', () => terms.timelines(at, tenant, slice));
    if (found === null) return null;
    waiting = [...waiting, ...found.filter(({ timeline }) => canExpire(timeline))];
    for (; waiting.length >= CUSTOMERS; waiting = waiting.slice(CUSTOMERS))
      if (!(await correct(waiting.slice(0, CUSTOMERS)))) return null;
  }
  if (waiting.length > 0 && !(await correct(waiting))) return null;
  if (!(await put())) return null;
  if (number > first) {
    if (!(await outlet.drained(retry))) return null;
    // A store that was rolled back in between knows nothing of what we put into its outbox.
    if ((await positionAt(at, context, retry))?.corrected !== number) return null;
  }
  await retry('note ledger', () => ledger.note({ ...note, isWhole: true }));
  return number - first;
};
