import { StopPartition } from '../failures.ts';
import { backlogOf } from '../fold/outboxEntry.ts';
import type { History } from '../ports/history.ts';
import type { Outbox, OutboxEntry, PendingRange } from '../ports/outbox.ts';
import type { Backlog } from '../ports/state.ts';
import type { Retry, Wait } from '../retry.ts';
import type { Bell } from './bell.ts';
import { send } from './settle.ts';

export interface SenderLimits {
  /** An insert ends with the entry that reaches one of these. */
  readonly rows: number;
  readonly bytes: number;
  /** Milliseconds that a smaller one waits for company: history likes few large inserts. */
  readonly linger: number;
}

export interface SenderContext {
  readonly partition: number;
  readonly epoch: number;
  readonly topic: string;
  /** From the claim: what history must hold at least. */
  readonly acknowledged: number | null;
  readonly outbox: Outbox;
  readonly history: History;
  readonly limits: SenderLimits;
  readonly wait: Wait;
  readonly retry: Retry;
  readonly signal: AbortSignal;
  /** Rings when a plan was committed. */
  readonly committed: Bell;
  /** What waits, as far as the worker knows; a hint for lingering only. */
  readonly backlog: () => Backlog;
  /** A range is stored and trimmed. */
  readonly onSent: (sent: Backlog, last: number) => void;
}

const PEEK = 64;

/** The oldest entries that make one insert, at least one. */
const cut = (entries: readonly OutboxEntry[], limits: SenderLimits): readonly OutboxEntry[] => {
  let rows = 0;
  let bytes = 0;
  let count = 0;
  for (const entry of entries) {
    const size = backlogOf(entry);
    rows += size.rows;
    bytes += size.bytes;
    count++;
    if (rows >= limits.rows || bytes >= limits.bytes) break;
  }
  return entries.slice(0, count);
};

const rangeOf = (entries: readonly OutboxEntry[]): PendingRange => ({
  entries: entries.length,
  first: entries[0]!.first,
  last: entries.at(-1)!.last,
});

const sizeOf = (entries: readonly OutboxEntry[]): Backlog =>
  entries.reduce(
    (sum, entry) => {
      const { rows, bytes } = backlogOf(entry);
      return { rows: sum.rows + rows, bytes: sum.bytes + bytes };
    },
    { rows: 0, bytes: 0 },
  );

/**
 * The one sender of a partition: moves the outbox to history, in order, one insert at a time, until the signal aborts.
 * Resolves to `fenced` when another worker has the partition. A range found pending is finished first, as it was cut.
 */
export const runSender = async (context: SenderContext): Promise<'ended' | 'fenced'> => {
  const { partition, outbox, history, retry, signal, limits } = context;
  let highest = await retry('read highest offsets', () => history.highest(partition));
  checkHistory(context, highest.events);
  let pending = await retry('read pending range', () => outbox.pending(partition));

  while (!signal.aborted) {
    const held = await retry('read outbox', () => outbox.peek(partition, pending?.entries ?? PEEK));
    if (pending !== null && !startsWith(held, pending)) return whatNow(context, pending);
    if (held.length === 0) {
      await context.committed.heard(signal);
      if (!signal.aborted && context.backlog().rows < limits.rows) await context.wait(limits.linger, signal);
      continue;
    }
    const entries = pending === null ? cut(held, limits) : held;
    const range = rangeOf(entries);
    const shipment = { partition, epoch: context.epoch, topic: context.topic, range, entries, highest };
    const reached = await send(shipment, { outbox, history }, retry);
    if (reached === null) return 'fenced';
    highest = reached;
    pending = null;
    context.onSent(sizeOf(entries), range.last);
  }
  return 'ended';
};

const checkHistory = ({ partition, acknowledged }: SenderContext, highest: number | null): void => {
  if (acknowledged === null || (highest ?? -1) >= acknowledged) return;
  throw new StopPartition(
    `partition ${partition}: history once held events up to offset ${acknowledged} and now ${highest === null ? 'holds none' : `only up to ${highest}`}: it was emptied or restored from an older copy; restore it`,
    'docs/runbook/history-emptied.md',
  );
};

const startsWith = (held: readonly OutboxEntry[], { entries, first, last }: PendingRange): boolean =>
  held.length === entries && held[0]?.first === first && held.at(-1)?.last === last;

/**
 * The outbox does not begin with the pending range: the store was rolled back since we read it, another worker has the partition,
 * or the store is damaged. Only what is ours before and after a second look is believed.
 */
const whatNow = async (
  { partition, epoch, outbox, retry }: SenderContext,
  pending: PendingRange,
): Promise<'fenced'> => {
  const isOurs = (): Promise<boolean> => retry('reserve', () => outbox.reserve(partition, epoch, pending));
  if (!(await isOurs())) return 'fenced';
  const held = await retry('read outbox', () => outbox.peek(partition, pending.entries));
  if (startsWith(held, pending) || !(await isOurs())) return 'fenced';
  throw new StopPartition(
    `partition ${partition}: offsets ${pending.first} to ${pending.last} are recorded as on their way to history, and the outbox does not hold them: the live store is damaged; rebuild`,
    'docs/runbook/live-store-damaged.md',
  );
};
