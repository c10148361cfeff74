import { HOT } from '@tidemark/core';
import { historyDecoder } from '../decode/historyDecoder.ts';
import { RetryLater, StopPartition } from '../failures.ts';
import { keyText } from '../fold/customerKey.ts';
import { backlogOf, outboxEntryOf } from '../fold/outboxEntry.ts';
import type { OutboxEntry } from '../ports/outbox.ts';
import type { Claim } from '../ports/state.ts';
import type { LogSlice } from '../ports/worker.ts';
import { createRetry, type Retry } from '../retry.ts';
import { createBell } from '../settle/bell.ts';
import { runSender } from '../settle/sender.ts';
import { settle } from '../settle/settle.ts';
import type { WorkerContext } from './context.ts';
import type { CountPoint } from './correctLedger.ts';
import { type Counting, createCounting } from './counting.ts';
import { createLedgers } from './ledgers.ts';
import { makePlan } from './plan.ts';
import { createStateCache } from './stateCache.ts';

/*
 * A partition in the hands of one worker. Between `claim` and `release` it is in one of four modes.
 *
 *   running   The live store holds our epoch. `apply` commits plans, one at a time; the sender moves the outbox to history,
 *             one range at a time; the two overlap. Only they write, both under our epoch. The cache of states is right.
 *   fenced    A write was refused: another worker raised the epoch, or the stored offset or outbox is not what we left (the
 *             store was rolled back). We may write nothing, and what we remember may be wrong. `apply` answers `lost`.
 *   stopped   Something is wrong that will not pass (StopPartition). We write nothing; `apply` rejects with the reason.
 *   released  Not ours any more: given back, or on the way out. We write nothing.
 *
 *   running ─▶ fenced ─┐
 *   running ─▶ stopped ┼─▶ released
 *   running ───────────┘
 *
 * Leaving `running` aborts the sender. A write it has under way cannot do harm: to the live store it carries our old epoch,
 * to history it carries the token of a range that is recorded as pending, which the next owner sends again as it is.
 * A partition never comes back from another mode: the worker claims it anew, with nothing remembered.
 */
type Mode =
  | { readonly name: 'running' }
  | { readonly name: 'fenced' }
  | { readonly name: 'stopped'; readonly error: StopPartition }
  | { readonly name: 'released' };

/** `recounted`: sums were counted by other settings; nothing of the slice may be applied before a new claim. */
type Ended = 'lost' | 'recounted';

/** `cut`: nothing of the batch was applied, as it reaches over the end of what history held. */
type Applied = 'applied' | 'cut' | Ended;

export interface Partition {
  readonly apply: (slice: LogSlice, signal: AbortSignal) => Promise<'applied' | Ended>;
  /** Resolves when nothing of the partition is under way any more. */
  readonly release: () => Promise<void>;
}

/** Days before today that may still be "today" somewhere, and one more for clocks. Reads never ask for a day this old. */
const PAST = 2;

/** Milliseconds between two looks at a full outbox. */
const ROOM_POLL = 200;

/** Milliseconds between two looks at an outbox that is waited for to be empty. */
const DRAIN_POLL = 20;

/** The last day that counts as past everywhere on earth. */
export const baseDay = (today: number): number => today - PAST;

const stopPartition = (error: unknown, partition: number): StopPartition =>
  error instanceof StopPartition
    ? error
    : new StopPartition(
        `partition ${partition}: unexpected error: ${String(error)}`,
        'docs/runbook/unexpected-error.md',
        {
          cause: error,
        },
      );

export const startPartition = (
  partition: number,
  claim: Claim,
  start: number,
  context: WorkerContext,
): Partition => {
  const { state, observe, limits } = context;
  const { epoch } = claim;
  const sending = new AbortController();
  const committed = createBell();
  const cache = createStateCache(limits.cache);
  let mode: Mode = { name: 'running' };
  let next = start;
  let backlog = claim.backlog;
  let base = Number.NEGATIVE_INFINITY;
  /** Of the slice that is being applied. */
  let turn: AbortSignal = sending.signal;

  const enter = (entered: Exclude<Mode, { name: 'running' }>): void => {
    if (mode.name !== 'running' && entered.name !== 'released') return;
    mode = entered;
    sending.abort();
  };
  const lose = (reason: 'fenced' | 'moved'): 'lost' => {
    if (mode.name === 'running') observe({ kind: 'lost', partition, reason });
    enter({ name: 'fenced' });
    return 'lost';
  };
  const stop = (error: unknown): StopPartition => {
    const stopped = stopPartition(error, partition);
    if (mode.name === 'running') observe({ kind: 'stopped', partition, error: stopped });
    enter({ name: 'stopped', error: stopped });
    return stopped;
  };
  const retryWith = (signal: AbortSignal): Retry =>
    createRetry(
      context.wait,
      signal,
      (step, error, attempts) => observe({ kind: 'retrying', partition, step, error, attempts }),
      (step, attempts) => observe({ kind: 'recovered', partition, step, attempts }),
    );

  const sender = runSender({
    partition,
    epoch,
    topic: context.topic,
    acknowledged: claim.acknowledged,
    outbox: context.outbox,
    history: context.history,
    limits: limits.insert,
    wait: context.wait,
    retry: retryWith(sending.signal),
    signal: sending.signal,
    committed,
    backlog: () => backlog,
    onSent: (sent, last) => {
      backlog = { rows: backlog.rows - sent.rows, bytes: backlog.bytes - sent.bytes };
      observe({ kind: 'stored', partition, last, sent, backlog });
    },
  }).then(
    (ended) => {
      if (ended === 'fenced') lose('fenced');
    },
    (error: unknown) => {
      if (!(error instanceof RetryLater) && !sending.signal.aborted) stop(error);
    },
  );

  const isFull = (): boolean => backlog.rows >= limits.backlog.rows || backlog.bytes >= limits.backlog.bytes;

  const checkPosition = async (retry: Retry): Promise<'applied' | 'lost'> => {
    const position = await retry('read position', () => state.position(partition));
    if (position?.epoch !== epoch) return lose('fenced');
    // Rolled back between a commit and its trim, only the outbox is another than it was: let the sender look.
    committed.ring();
    return position.next === next ? 'applied' : lose('moved');
  };

  /** Waits while too much is on its way to history. What we count may be wrong after a roll back, so the store is asked too. */
  const haveRoom = async (signal: AbortSignal, retry: Retry): Promise<'applied' | 'lost'> => {
    if (!isFull()) return 'applied';
    observe({ kind: 'waiting', partition, backlog });
    while (isFull() && mode.name === 'running' && !signal.aborted) {
      await context.wait(ROOM_POLL, signal);
      if ((await checkPosition(retry)) === 'lost') return 'lost';
    }
    observe({ kind: 'resumed', partition });
    return 'applied';
  };

  /** Between what was applied and what the slice brings. */
  const pointOf = ({ records }: LogSlice): CountPoint => ({
    partition,
    epoch,
    next,
    arriving: records.find(({ offset }) => offset >= next)?.known_at ?? null,
  });

  const moveBase = async (retry: Retry): Promise<boolean> => {
    const past = baseDay(context.today());
    if (past <= base) return true;
    const moved = await retry('fold past days', () => context.terms.advance(partition, epoch, past));
    if (moved) base = past;
    return moved;
  };

  /** Ends our part in the partition where its sums were counted anew, or where we were fenced in doing so. */
  const endedBy = (counting: Counting): Ended | null => {
    if (counting === 'counted') return null;
    if (counting === 'fenced') return lose('fenced');
    enter({ name: 'released' });
    return 'recounted';
  };

  const fromHistory = { ...context, decoder: historyDecoder(context.decoder) };

  const grow = (entry: OutboxEntry): void => {
    const added = backlogOf(entry);
    backlog = { rows: backlog.rows + added.rows, bytes: backlog.bytes + added.bytes };
  };

  /** Waits until history holds all that was committed. */
  const drained = async (retry: Retry): Promise<boolean> => {
    while (mode.name === 'running') {
      if (turn.aborted)
        throw new RetryLater(`partition ${partition}: told to end while history was waited for`);
      const waiting = await retry('read outbox', () => context.outbox.peek(partition, 1));
      if ((await checkPosition(retry)) === 'lost') return false;
      if (waiting.length === 0) return true;
      await context.wait(DRAIN_POLL, turn);
    }
    return false;
  };

  const ledgers = createLedgers(partition, context, {
    drained,
    added: async (entry, retry) => {
      grow(entry);
      committed.ring();
      return (await haveRoom(turn, retry)) === 'applied';
    },
  });
  const counting = createCounting(claim.tenants, ledgers, context);

  const applyBatch = async (slice: LogSlice, retry: Retry): Promise<Applied> => {
    let counted: Counting = 'counted';
    let isCut = false;
    if (!(await moveBase(retry))) return lose('fenced');
    const folded = await makePlan(
      slice,
      epoch,
      base,
      cache,
      slice.source === 'history' ? fromHistory : context,
      retry,
      async (settings) => {
        counted = await counting.by(settings, pointOf(slice), base, retry);
        const border = ledgers.border(next);
        isCut = border !== null && border < slice.next;
        return counted === 'counted' && !isCut;
      },
    );
    const ended = endedBy(counted);
    if (ended !== null) return ended;
    if (isCut) return 'cut';
    if (folded === null) return lose('fenced');
    // Its letters were written when the record came from the log, with bytes that history does not hold.
    const plan = slice.source === 'history' ? { ...folded, dead: [] } : folded;
    const entry = outboxEntryOf(plan, context.encoder);
    const result = await settle(plan, entry, epoch, context, retry);
    if (result !== 'committed') return lose(result);
    for (const { key, parts } of plan.customers)
      cache.put(keyText(key), parts.find(({ kind }) => kind === HOT.kind)!.bytes);
    counting.began(plan.tenants);
    grow(entry);
    next = plan.next;
    observe({ kind: 'applied', partition, next, known_at: plan.known_at, counts: plan.counts, backlog });
    committed.ring();
    return 'applied';
  };

  const applySlice = async (slice: LogSlice, signal: AbortSignal): Promise<'applied' | Ended> => {
    const retry = retryWith(signal);
    turn = signal;
    if (slice.from > next) return lose('moved');
    if (!(await moveBase(retry))) return lose('fenced');
    const ended = endedBy(await counting.follow(pointOf(slice), base, retry));
    if (ended !== null) return ended;
    if (slice.next === slice.from) return checkPosition(retry);
    while (next < slice.next && mode.name === 'running') {
      if (signal.aborted) return 'lost';
      if ((await haveRoom(signal, retry)) === 'lost') return 'lost';
      if (signal.aborted || mode.name !== 'running') break;
      const result = await applyBatch(cutBatch(slice, next, limits.batch, ledgers.border(next)), retry);
      if (result !== 'applied' && result !== 'cut') return result;
    }
    if (mode.name === 'stopped') throw mode.error;
    return next >= slice.next ? 'applied' : 'lost';
  };

  return {
    apply: async (slice, signal) => {
      if (mode.name === 'stopped') throw mode.error;
      if (mode.name !== 'running') return 'lost';
      try {
        return await applySlice(slice, signal);
      } catch (error) {
        // What fails because we are being stopped says nothing about the partition.
        if (error instanceof RetryLater || signal.aborted) throw error;
        throw stop(error);
      }
    },
    release: async () => {
      enter({ name: 'released' });
      observe({ kind: 'released', partition });
      await sender;
    },
  };
};

/** The next piece of a slice that makes one plan: what a retried slice has brought already is left out. */
const cutBatch = (slice: LogSlice, from: number, limit: number, border: number | null): LogSlice => {
  const next = Math.min(slice.next, border ?? slice.next);
  const records = slice.records.filter(({ offset }) => offset >= from && offset < next);
  if (records.length <= limit) return { ...slice, from, next, records };
  const batch = records.slice(0, limit);
  return { ...slice, from, next: batch.at(-1)!.offset + 1, records: batch };
};
