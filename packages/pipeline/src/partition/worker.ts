import { RetryLater } from '../failures.ts';
import type { PartitionWorker } from '../ports/worker.ts';
import { begin } from './begin.ts';
import type { WorkerContext } from './context.ts';
import { type Partition, startPartition } from './partition.ts';

/** Milliseconds a release waits for an insert under way. Whoever owns the partition next sends that range again anyway. */
const PATIENCE = 1_500;

/** Records of one question to history: a few batches. */
const CHUNK = 10_000;

/** What the log holds no more is told by history: it had stored all of it. A crash on the way goes on where the live store stands. */
const replayHistory = async (
  started: Partition,
  partition: number,
  from: number,
  until: number,
  { history }: WorkerContext,
  signal: AbortSignal,
): Promise<void> => {
  for (let next = from; next < until; ) {
    const records = await history.records(partition, next, until, CHUNK);
    const end = records.length < CHUNK ? until : records.at(-1)!.offset + 1;
    const slice = { partition, from: next, next: end, records, source: 'history' as const };
    if ((await started.apply(slice, signal)) !== 'applied')
      throw new RetryLater(`partition ${partition}: lost while history was replayed`);
    next = end;
  }
};

/** One that recounted again had its settings changed in between: the reader comes back with the slice. */
const applied = (result: Awaited<ReturnType<Partition['apply']>>): 'applied' | 'lost' =>
  result === 'applied' ? 'applied' : 'lost';

/** The worker that a reader of the log drives. Partitions share nothing but what they are given. */
export const createWorker = (context: WorkerContext): PartitionWorker => {
  const partitions = new Map<number, Partition>();
  const endings = new Map<number, Promise<void>>();

  const release = async (partition: number): Promise<void> => {
    const held = partitions.get(partition);
    if (held === undefined) return;
    partitions.delete(partition);
    const ending = held.release();
    endings.set(partition, ending);
    const patience = new AbortController();
    await Promise.race([ending, context.wait(PATIENCE, patience.signal)]);
    patience.abort();
  };

  /** Claims a partition that is ours, and of which the live store holds an offset, anew. null where it does not, by now. */
  const resume = async (partition: number): Promise<Partition | null> => {
    await release(partition);
    await endings.get(partition);
    const claim = await context.state.claim(partition);
    if (claim === null || claim.next === null) return null;
    const started = startPartition(partition, claim, claim.next, context);
    partitions.set(partition, started);
    return started;
  };

  return {
    claim: async (partition, bounds, signal = new AbortController().signal) => {
      // An insert of ours that is still under way must land before history is asked for its highest offset.
      await partitions.get(partition)?.release();
      await endings.get(partition);
      const { claim, start } = await begin(partition, bounds, context);
      const started = startPartition(partition, claim, start.next, context);
      partitions.set(partition, started);
      const { epoch, backlog } = claim;
      context.observe({ kind: 'claimed', partition, epoch, next: start.next, backlog });
      if (start.rebuildTo !== null)
        context.observe({ kind: 'rebuilding', partition, from: start.next, to: start.rebuildTo });
      if (start.next >= bounds.begin) return start.next;
      await replayHistory(started, partition, start.next, bounds.begin, context, signal);
      return bounds.begin;
    },
    apply: async (slice, signal) => {
      const result = await partitions.get(slice.partition)?.apply(slice, signal);
      if (result !== 'recounted') return result ?? 'lost';
      const resumed = await resume(slice.partition);
      return resumed === null ? 'lost' : applied(await resumed.apply(slice, signal));
    },
    release,
  };
};
