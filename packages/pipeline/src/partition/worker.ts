import { RetryLater, StopPartition } from '../failures.ts';
import type { Claim } from '../ports/state.ts';
import type { LogBounds, PartitionWorker } from '../ports/worker.ts';
import type { WorkerContext } from './context.ts';
import { type Partition, startPartition } from './partition.ts';

/** Milliseconds a release waits for an insert under way. Whoever owns the partition next sends that range again anyway. */
const PATIENCE = 1_500;

/** The offset to begin at, or StopPartition where live store, history and log do not belong together. */
const startOf = async (
  partition: number,
  { epoch, next }: Claim,
  { begin, end }: LogBounds,
  { history, state }: WorkerContext,
): Promise<number> => {
  if (next === null) {
    const { events, movements } = await history.highest(partition);
    if (events === null && movements === null) return begin;
    // Whoever took the partition over while history answered may have filled it.
    if ((await state.position(partition))?.epoch !== epoch)
      throw new RetryLater(`partition ${partition}: another worker took it over`);
    throw new StopPartition(
      `partition ${partition}: the live store holds nothing of it, and history holds events up to offset ${events}: the live store was lost; rebuild it from history and the log`,
      'docs/runbook/live-store-lost.md',
    );
  }
  if (next < begin)
    throw new StopPartition(
      `partition ${partition}: the next offset is ${next}, and the log begins at ${begin}: records were deleted before they were applied`,
      'docs/runbook/records-deleted.md',
    );
  if (next > end)
    throw new StopPartition(
      `partition ${partition}: the next offset is ${next}, and the log ends at ${end}: the topic was made anew or truncated, or this is another Kafka`,
      'docs/runbook/log-made-anew.md',
    );
  return next;
};

/** The worker that a reader of the log drives. Partitions share nothing but what they are given. */
export const createWorker = (context: WorkerContext): PartitionWorker => {
  const partitions = new Map<number, Partition>();
  const endings = new Map<number, Promise<void>>();

  return {
    claim: async (partition, bounds) => {
      // An insert of ours that is still under way must land before history is asked for its highest offset.
      await endings.get(partition);
      const claim = await context.state.claim(partition);
      const start = await startOf(partition, claim, bounds, context);
      partitions.set(partition, startPartition(partition, claim, start, context));
      const { epoch, backlog } = claim;
      context.observe({ kind: 'claimed', partition, epoch, next: start, backlog });
      return start;
    },
    apply: async (slice, signal) => {
      const partition = partitions.get(slice.partition);
      return partition === undefined ? 'lost' : partition.apply(slice, signal);
    },
    release: async (partition) => {
      const held = partitions.get(partition);
      if (held === undefined) return;
      partitions.delete(partition);
      const ending = held.release();
      endings.set(partition, ending);
      const patience = new AbortController();
      await Promise.race([ending, context.wait(PATIENCE, patience.signal)]);
      patience.abort();
    },
  };
};
