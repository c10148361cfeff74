import type { LogBounds, LogRecord, LogSlice, PartitionWorker } from '@tidemark/pipeline';
import { RetryLater, StopPartition } from '@tidemark/pipeline';
import type { Fatal, Log } from '../log.ts';
import { createBackoff } from './backoff.ts';

/** How a partition's fetching is steered. */
export interface Flow {
  /** The next fetch begins here. */
  readonly seek: (offset: number) => void;
  readonly pause: () => void;
  readonly resume: () => void;
}

export interface PartitionReaderDependencies {
  readonly partition: number;
  readonly worker: PartitionWorker;
  /** Resolves when whoever had the partition before, in this process, has released it. */
  readonly free: Promise<void>;
  readonly bounds: () => Promise<LogBounds>;
  readonly flow: Flow;
  readonly log: Log;
  readonly fatal: Fatal;
}

export interface PartitionState {
  readonly partition: number;
  /** Offset of the first record not yet applied; null before the claim. */
  readonly position: number | null;
  /** Offset of the first record not yet fetched; null before the claim. */
  readonly wanted: number | null;
  /** Records wait or are being applied. */
  readonly busy: boolean;
  /** Why the partition is left alone; null where it is not. */
  readonly stopped: string | null;
}

export interface PartitionReader {
  /** What one fetch brought: it asked for `from`, and the next one will ask for `next`. */
  accept(fetched: LogSlice): void;
  /** Takes the partition away: aborts what is under way, waits for it, and tells the worker. */
  end(): Promise<void>;
  state(): PartitionState;
}

/** Fetched but not yet applied, a partition. Past either bound its fetching pauses; below, small fetches join into one slice. */
const WAITING_RECORDS = 10_000;
const WAITING_BYTES = 1024 * 1024;
/** After so many milliseconds without a record the worker is asked to look whether the partition is still as it left it. */
const IDLE_LOOK = 1_000;

const outside = (partition: number, wanted: number, { begin, end }: LogBounds): StopPartition =>
  new StopPartition(
    `partition ${partition}: record ${wanted} is next, but the log holds ${begin} to ${end - 1}`,
    wanted < begin ? 'docs/runbook/records-deleted.md' : 'docs/runbook/log-made-anew.md',
  );

/**
 * One partition from its assignment to its end: claim, then apply slice after slice, each one retried until it passes.
 * Fetching goes on beside it. Nothing here decides by a clock or by Kafka's committed offset; the worker's answer to `claim`
 * is the only place to begin.
 */
export const createPartitionReader = (dependencies: PartitionReaderDependencies): PartitionReader => {
  const { partition, worker, flow, log } = dependencies;
  const aborter = new AbortController();
  const { signal } = aborter;
  const waiting: LogRecord[] = [];
  let bytes = 0;
  let position: number | null = null;
  let wanted: number | null = null;
  let applying = false;
  let claimed = false;
  let stopped: string | null = null;
  let paused = true;
  let wake = (): void => undefined;

  const drop = (): void => {
    waiting.length = 0;
    bytes = 0;
    wanted = null;
  };

  const pause = (): void => {
    if (!paused && !signal.aborted) flow.pause();
    paused = true;
  };

  const resume = (): void => {
    if (paused && wanted !== null && !signal.aborted) {
      paused = false;
      flow.resume();
    }
  };

  /** Calls until it does not fail with RetryLater; null where the partition was taken away meanwhile. */
  const persist = async <T>(what: string, call: () => Promise<T>): Promise<T | null> => {
    const backoff = createBackoff(signal);
    while (!signal.aborted) {
      try {
        return await call();
      } catch (error) {
        if (signal.aborted) return null;
        if (!(error instanceof RetryLater)) throw error;
        log.warn(
          { partition, err: error, runbook: error.runbook },
          `cannot ${what} partition ${partition} yet, trying again`,
        );
        await backoff();
      }
    }
    return null;
  };

  const readBounds = async (): Promise<LogBounds> => {
    try {
      return await dependencies.bounds();
    } catch (error) {
      throw new RetryLater('the broker does not tell its offsets', { cause: error });
    }
  };

  const claim = async (): Promise<void> => {
    const start = await persist('claim', async () => {
      const bounds = await readBounds();
      claimed = true;
      const offset = await worker.claim(partition, bounds, signal);
      if (offset < bounds.begin || offset > bounds.end) throw outside(partition, offset, bounds);
      return offset;
    });
    if (start === null) return;
    log.info({ partition, offset: start }, `partition ${partition}: reading from ${start}`);
    position = start;
    begin(start);
  };

  const begin = (offset: number): void => {
    if (signal.aborted) return;
    wanted = offset;
    flow.seek(offset);
    resume();
  };

  const release = async (): Promise<void> => {
    pause();
    drop();
    position = null;
    if (claimed) await worker.release(partition);
    claimed = false;
  };

  const takeWaiting = (): LogSlice => {
    const slice = { partition, from: position!, next: wanted!, records: waiting.splice(0) };
    bytes = 0;
    return slice;
  };

  const applySlice = async (slice: LogSlice): Promise<void> => {
    const result = await persist('apply records of', () => worker.apply(slice, signal));
    if (result === 'applied') position = slice.next;
    if (result === 'lost') {
      log.warn(
        { partition, offset: slice.from, runbook: 'docs/runbook/partition-lost.md' },
        `partition ${partition}: lost to another worker, claiming again`,
      );
      await release();
      await createBackoff(signal)();
      await claim();
    }
  };

  const applyWaiting = async (): Promise<void> => {
    const slice = takeWaiting();
    resume();
    await applySlice(slice);
  };

  /** No record tells that the store was rolled back or that another worker took over; an empty slice does. */
  const applyNothing = async (): Promise<void> => {
    if (position !== null) await applySlice({ partition, from: position, next: position, records: [] });
  };

  /** Resolves to false where nothing came for a while. */
  const recordsCame = (): Promise<boolean> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), IDLE_LOOK);
      wake = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });

  const run = async (): Promise<void> => {
    await dependencies.free;
    await claim();
    while (!signal.aborted) {
      if (position === wanted && (await recordsCame())) continue;
      applying = true;
      await (position === wanted ? applyNothing() : applyWaiting());
      applying = false;
    }
  };

  /** kafkajs answers an offset out of range by starting elsewhere, and says nothing: it is seen here, as a fetch nobody asked for. */
  const realign = async (): Promise<void> => {
    const asked = wanted!;
    pause();
    const bounds = await persist('place', readBounds);
    if (bounds === null || wanted !== asked) return;
    if (asked < bounds.begin || asked > bounds.end) throw outside(partition, asked, bounds);
    begin(asked);
  };

  const fail = (error: unknown): void => {
    applying = false;
    if (signal.aborted) return;
    pause();
    drop();
    if (error instanceof StopPartition) {
      stopped = error.message;
      log.error({ partition, runbook: error.runbook }, `partition ${partition} stopped: ${error.message}`);
    } else dependencies.fatal(`partition ${partition} failed`, error);
  };

  const running = run().catch(fail);

  return {
    accept: ({ from, next, records }) => {
      if (wanted === null || signal.aborted || stopped !== null) return;
      if (from !== wanted) {
        if (!paused) void realign().catch(fail);
        return;
      }
      for (const record of records) {
        waiting.push(record);
        bytes += (record.value?.length ?? 0) + (record.key?.length ?? 0);
      }
      wanted = next;
      if (waiting.length >= WAITING_RECORDS || bytes >= WAITING_BYTES) pause();
      wake();
    },
    end: async () => {
      aborter.abort();
      wake();
      await running;
      await release();
    },
    state: () => ({ partition, position, wanted, busy: applying || position !== wanted, stopped }),
  };
};
