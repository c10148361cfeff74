import { setTimeout as delay } from 'node:timers/promises';
import type { PartitionWorker } from '@tidemark/pipeline';
import type { Kafka } from 'kafkajs';
import type { Fatal, Log } from '../log.ts';
import { createTopicOffsets } from '../topicOffsets.ts';
import { EVENTS_TOPIC, PROCESSOR_GROUP } from '../topics.ts';
import { createPartitionReader, type PartitionReader, type PartitionState } from './partitionReader.ts';
import { sliceOf } from './slice.ts';
import { createWatchdog } from './watchdog.ts';

export interface ReadLogOptions {
  readonly kafka: Kafka;
  readonly worker: PartitionWorker;
  readonly log: Log;
  /** The process cannot go on: something failed that is neither RetryLater nor StopPartition, or the consumer stalls. */
  readonly fatal: Fatal;
  readonly topic?: string;
  readonly group?: string;
}

export interface LogReader {
  /** The partitions that are ours now. */
  states(): readonly PartitionState[];
  /** Waits a little for what is being applied, releases every partition and leaves the group. */
  stop(): Promise<void>;
}

const SESSION_TIMEOUT = 10_000;
/** Longest idle fetch. Seeks and resumed partitions wait for it, as heartbeats do on the same connection. */
const IDLE_FETCH = 400;
/** By a heartbeat a worker learns that another one left: with each fetch, or a handover would wait for it. */
const HEARTBEAT = IDLE_FETCH;
/** Time for the batches under way, when told to stop. */
const HANDOVER = 1_200;
const FETCH_BYTES = 256 * 1024;
const LAG_INTERVAL = 5_000;
const WATCH_INTERVAL = 10_000;

/**
 * Reads a topic as a member of a consumer group and drives the worker with it. Partitions wait for nothing but their own
 * worker: a fetch only hands records over. Never reads on from Kafka's committed offset; that is written now and then
 * for lag displays.
 */
export const readLog = async (options: ReadLogOptions): Promise<LogReader> => {
  const { kafka, worker, log, fatal, topic = EVENTS_TOPIC, group = PROCESSOR_GROUP } = options;
  const offsets = createTopicOffsets(kafka, topic);
  let stopping = false;
  const consumer = kafka.consumer({
    groupId: group,
    sessionTimeout: SESSION_TIMEOUT,
    rebalanceTimeout: SESSION_TIMEOUT,
    heartbeatInterval: HEARTBEAT,
    maxWaitTimeInMs: IDLE_FETCH,
    maxBytesPerPartition: FETCH_BYTES,
    retry: {
      initialRetryTime: 150,
      maxRetryTime: 2_000,
      retries: 10,
      restartOnFailure: async () => !stopping,
    },
  });
  const owned = new Map<number, PartitionReader>();
  const ending = new Map<number, Promise<void>>();
  /** Looks of the watchdog are its clock: a process that was stopped, or a machine that slept, has not looked meanwhile. */
  let looks = 0;
  let lastTurn = 0;

  /** Between a crash and the next assignment kafkajs has no partitions to steer; the assignment begins anew anyway. */
  const steer = (steering: () => void): void => {
    try {
      steering();
    } catch (error) {
      log.debug({ err: error }, 'no assignment to steer');
    }
  };
  const flowOf = (partition: number) => ({
    seek: (offset: number) => steer(() => consumer.seek({ topic, partition, offset: String(offset) })),
    pause: () => steer(() => consumer.pause([{ topic, partitions: [partition] }])),
    resume: () => steer(() => consumer.resume([{ topic, partitions: [partition] }])),
  });

  const disown = (): void => {
    for (const [partition, reader] of owned)
      ending.set(
        partition,
        reader.end().catch((error) => fatal(`partition ${partition} could not be released`, error)),
      );
    owned.clear();
  };

  const own = (partition: number): void => {
    const flow = flowOf(partition);
    // Nothing may be fetched before the claim tells from where; this runs before the first fetch of the new assignment.
    flow.pause();
    // The same worker may get the partition back while its last slice is still being applied.
    const free = ending.get(partition) ?? Promise.resolve();
    ending.delete(partition);
    const bounds = async () => (await offsets.read())[partition]!;
    owned.set(partition, createPartitionReader({ partition, worker, free, bounds, flow, log, fatal }));
  };

  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    disown();
    const partitions = payload.memberAssignment[topic] ?? [];
    log.info({ partitions }, `consumer group joined with ${partitions.length} partitions`);
    if (!stopping) for (const partition of partitions) own(partition);
  });
  consumer.on(consumer.events.REBALANCING, disown);
  consumer.on(consumer.events.FETCH, () => {
    lastTurn = looks * WATCH_INTERVAL;
  });
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    disown();
    if (payload.restart)
      log.warn(
        { err: payload.error, runbook: 'docs/runbook/store-away.md' },
        'consumer lost its broker, connecting again',
      );
    else if (!stopping) fatal('consumer crashed', payload.error);
  });
  // Records that are only transaction markers never reach eachBatch, but the position must pass them.
  consumer.on(consumer.events.START_BATCH_PROCESS, ({ payload }) => {
    const reader = owned.get(payload.partition);
    const from = reader?.state().wanted;
    if (payload.batchSize > 0 || reader === undefined || from === undefined || from === null) return;
    const next = Number(payload.lastOffset) + 1;
    if (Number(payload.firstOffset) <= from && next > from)
      reader.accept({ partition: payload.partition, from, next, records: [] });
  });

  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    partitionsConsumedConcurrently: 1,
    eachBatch: async ({ batch }) => owned.get(batch.partition)?.accept(sliceOf(batch)),
  });

  const shown = new Map<number, number>();
  const showLag = async (): Promise<void> => {
    const moved = [...owned.values()]
      .map((reader) => reader.state())
      .filter(({ partition, position }) => position !== null && shown.get(partition) !== position);
    if (moved.length === 0) return;
    await consumer.commitOffsets(
      moved.map(({ partition, position }) => ({ topic, partition, offset: String(position) })),
    );
    for (const { partition, position } of moved) shown.set(partition, position!);
  };
  const watchdog = createWatchdog();
  const watch = async (): Promise<void> => {
    const bounds = await offsets.read().catch(() => null);
    looks++;
    const now = looks * WATCH_INTERVAL;
    if (bounds === null) return watchdog.brokerAway(now);
    const open = [...owned.values()].flatMap((reader) => {
      const { partition, wanted, busy, stopped } = reader.state();
      return wanted === null || busy || stopped !== null ? [] : [{ partition, wanted }];
    });
    const stall = watchdog.observe({ now, lastTurn, open, ends: bounds.map(({ end }) => end) });
    if (stall !== null && !stopping) fatal(stall, undefined, 'docs/runbook/stuck-consumer.md');
  };
  const tryShowLag = (): Promise<void> =>
    showLag().catch((error) =>
      log.debug({ err: error }, 'offsets for lag displays not committed, next time'),
    );
  const timers = [
    setInterval(() => void tryShowLag(), LAG_INTERVAL),
    setInterval(() => void watch(), WATCH_INTERVAL),
  ];

  return {
    states: () => [...owned.values()].map((reader) => reader.state()),
    stop: async () => {
      stopping = true;
      for (const timer of timers) clearInterval(timer);
      const last = tryShowLag();
      disown();
      // A batch that hangs on a store must not hold the partitions back: the next owner's claim fences it.
      await Promise.race([
        Promise.all([...ending.values(), last]),
        delay(HANDOVER, undefined, { ref: false }),
      ]);
      await consumer.disconnect();
      await offsets.close();
    },
  };
};
