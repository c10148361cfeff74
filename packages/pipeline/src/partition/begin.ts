import { RetryLater, StopPartition } from '../failures.ts';
import type { Claim } from '../ports/state.ts';
import type { LogBounds } from '../ports/worker.ts';
import type { WorkerContext } from './context.ts';

/** Where a partition goes on, and whether the live store is behind history and is being made anew. */
export interface Start {
  /** First offset to be applied; below the log's beginning, history tells the records up to there. */
  readonly next: number;
  /** Highest offset that had been stored already; null where the live store is not behind it. */
  readonly rebuildTo: number | null;
}

const takenOver = (partition: number): RetryLater =>
  new RetryLater(`partition ${partition}: another worker took it over`);

/** StopPartition where live store, history and log do not belong together. */
const startOf = async (
  partition: number,
  { epoch, next }: Claim,
  { begin, end }: LogBounds,
  { history, state }: WorkerContext,
): Promise<Start> => {
  if (next !== null && next >= begin && next <= end) return { next, rebuildTo: null };
  if (next !== null && next > end)
    throw new StopPartition(
      `partition ${partition}: the next offset is ${next}, and the log ends at ${end}: the topic was made anew or truncated, or this is another Kafka`,
      'docs/runbook/log-made-anew.md',
    );
  const { events } = await history.highest(partition);
  if (next === null && events === null) return { next: begin, rebuildTo: null };
  // Whoever took the partition over while history answered may have filled it.
  if ((await state.position(partition))?.epoch !== epoch) throw takenOver(partition);
  if (events !== null && events >= end)
    throw new StopPartition(
      `partition ${partition}: history holds events up to offset ${events}, and the log ends at ${end}: the topic was made anew or truncated, or this is another Kafka`,
      'docs/runbook/log-made-anew.md',
    );
  const from = next ?? 0;
  if (from < begin && (events === null || events < begin - 1))
    throw new StopPartition(
      `partition ${partition}: the next offset is ${from}, the log begins at ${begin}, and history ends at ${events}: records were deleted before they were applied`,
      'docs/runbook/records-deleted.md',
    );
  return { next: from, rebuildTo: events };
};

/** Claims a partition. Where the live store holds nothing of it, it gets its first offset before anything else may be written. */
export const begin = async (
  partition: number,
  bounds: LogBounds,
  context: WorkerContext,
): Promise<{ readonly claim: Claim; readonly start: Start }> => {
  const { state, rebuild } = context;
  const found = await state.claim(partition);
  if (found === null) throw takenOver(partition);
  const start = await startOf(partition, found, bounds, context);
  if (start.rebuildTo !== null && rebuild === 'manual' && !found.rebuildAsked)
    throw new RetryLater(
      `partition ${partition}: the live store was lost; it is made anew once \`rebuild\` asks for it (REBUILD=manual)`,
      { runbook: 'docs/runbook/live-store-lost.md' },
    );
  if (found.next !== null) return { claim: found, start };
  const claim = await state.claim(partition, { epoch: found.epoch, ...start });
  if (claim === null) throw takenOver(partition);
  return { claim, start };
};
