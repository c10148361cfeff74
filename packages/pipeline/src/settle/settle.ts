import { HISTORY_TABLES, type Plan } from '../plan.ts';
import type { HighestOffsets, History } from '../ports/history.ts';
import type { DeadLetters } from '../ports/log.ts';
import type { Outbox, OutboxEntry, PendingRange } from '../ports/outbox.ts';
import type { CommitResult, StateStore } from '../ports/state.ts';
import type { Retry } from '../retry.ts';
import { INSERT_PATIENCE, insertionOf, insertToken } from './insertion.ts';

/**
 * Every effect of the system, in its order. Nothing is decided here. Each step may be repeated after a crash or a lost
 * answer, and this says what that does.
 *
 * Of a plan, before the next one of the partition begins (`settle`):
 *  1. dead letters → dead-letter topic. Crash before: nothing has happened. Crash after: the plan is made again and the same
 *     letters are written again; a letter is known by its origin, and readers count it once.
 *  2. plan and outbox entry → live store, one atomic call that checks fence and offset. Crash before: as after 1. Crash
 *     after, or the answer lost: the stored offset has moved on, which tells that the plan stands.
 *
 * Of the oldest entries of the outbox, by the one sender of the partition, beside 1 and 2 (`send`):
 *  3. the range → live store, as pending. Crash after: whoever owns the partition next sends this same range.
 *  4. rows → history, table by table, with a token made of the range; right before each try the reservation is confirmed, and
 *     before that history's clock is read: rows that arrive later than INSERT_PATIENCE after it are refused. So a worker that was frozen
 *     for long, here too, has no rows taken whose token history may have forgotten meanwhile. Crash between two tables,
 *     or the answer lost: the range is sent again, the same rows with the same token, and history drops what it holds; rows
 *     at or below its highest offset are not even sent. That is asked before every further try: an answer that was waited for
 *     in vain for minutes may have been lost after success, and the token be forgotten among those of other partitions.
 *  5. the range ← live store: trimmed, and `stored` moved on. Crash before: as in 4.
 *
 * One hole is left open: a live store that is rolled back loses a reservation; if at that moment another process takes the
 * partition over, and asks history for its highest offset before the insert of that reservation lands, rows are stored
 * twice. History merges them, as they have the same place in the log; nothing else relies on that.
 */
export const settle = async (
  plan: Plan,
  entry: OutboxEntry,
  epoch: number,
  { deadLetters, state }: { readonly deadLetters: DeadLetters; readonly state: StateStore },
  retry: Retry,
): Promise<CommitResult> => {
  if (plan.dead.length > 0) await retry('write dead letters', () => deadLetters.write(plan.dead));
  const result = await retry('commit', () => state.commit(epoch, plan, entry));
  if (result !== 'moved') return result;
  const position = await retry('read position', () => state.position(plan.partition));
  return position?.epoch === epoch && position.next === plan.next ? 'committed' : 'moved';
};

/** A range of the outbox on its way to history. */
export interface Shipment {
  readonly partition: number;
  readonly epoch: number;
  readonly topic: string;
  readonly range: PendingRange;
  readonly entries: readonly OutboxEntry[];
  /** What history held of the partition before. */
  readonly highest: HighestOffsets;
}

/** Answers what history holds afterwards; null where fenced. A range that is pending already is reserved once more: the same words. */
export const send = async (
  { partition, epoch, topic, range, entries, highest }: Shipment,
  { outbox, history }: { readonly outbox: Outbox; readonly history: History },
  retry: Retry,
): Promise<HighestOffsets | null> => {
  const reserve = (): Promise<boolean> => outbox.reserve(partition, epoch, range);
  if (!(await retry('reserve', reserve))) return null;
  const reached = { ...highest };
  for (const table of HISTORY_TABLES) {
    const { last } = insertionOf(entries, table, highest[table]);
    if (last === null) continue;
    const token = insertToken(table, topic, partition, range, entries);
    let held: number | null = highest[table];
    let isAgain = false;
    const isOurs = await retry(`insert ${table}`, async () => {
      if (isAgain) held = (await history.highest(partition))[table];
      isAgain = true;
      const until = (await history.now()) + INSERT_PATIENCE;
      if (!(await reserve())) return false;
      const { count, chunks } = insertionOf(entries, table, held);
      if (count > 0) await history.insert(table, token, count, chunks, until);
      return true;
    });
    if (!isOurs) return null;
    reached[table] = last;
  }
  const trimmed = await retry('trim', () => outbox.trim(partition, epoch, range));
  return trimmed ? reached : null;
};
