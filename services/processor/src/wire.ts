import { setTimeout as delay } from 'node:timers/promises';
import {
  connect,
  createHistory,
  createLedger,
  createPartitionNote,
  createSettings,
  rowEncoder,
} from '@tidemark/clickhouse';
import {
  createDeadLetters,
  createKafka,
  createTopicOffsets,
  EVENTS_TOPIC,
  type LogReader,
  readLog,
} from '@tidemark/kafka';
import {
  cachedSettings,
  createRetry,
  createWorker,
  DEFAULT_LIMITS,
  type WorkerContext,
} from '@tidemark/pipeline';
import {
  adviseRedis,
  agreePartitions,
  createLiveStore,
  createOutbox,
  createRedis,
  createSettingsCache,
  redisReady,
  tellWait,
} from '@tidemark/redis';
import {
  calendarFor,
  requireLoopbackOrKeys,
  type ServiceContext,
  serveHealth,
  wait,
  watchLoop,
} from '@tidemark/runtime';
import { createCodec } from '@tidemark/schemas';
import { startAudit } from './audit.ts';
import { createCounters } from './counters.ts';
import { createRecordDecoder } from './decoder.ts';
import { partitionCount } from './partitionCount.ts';
import { createReport } from './report.ts';
import { createWaits } from './waits.ts';
import { INSERT_INTERVAL, INSERT_LOOKS, watchInserts } from './watchInserts.ts';

const DAY = 86_400_000;
const REDIS_PATIENCE = 30_000;
/** Time for the batches under way, when told to stop. */
const HANDOVER = 1_500;
/** Milliseconds between two words to the API about what stands still. */
const TELL_WAITS = 2_000;

const notReady = (reader: LogReader | null): string | null => {
  const states = reader?.states() ?? [];
  if (states.length === 0) return 'no partition assigned yet';
  const open = states.filter(({ position, stopped }) => position === null && stopped === null);
  return open.length === 0 ? null : `${open.length} partitions not claimed yet`;
};

/**
 * Everything the processor is made of, in the order in which it is acquired. `through`: the worker reaches the world through
 * what this makes of its context; for tests, in which a process dies at one of its calls.
 */
export const startProcessor = async (
  { config, log, releasers, fatal }: ServiceContext,
  through: (context: WorkerContext) => WorkerContext = (context) => context,
): Promise<void> => {
  requireLoopbackOrKeys(config);
  releasers.add(watchLoop('processor'));
  const counters = createCounters();
  const report = createReport(log, () => performance.now());
  let reader: LogReader | null = null;
  releasers.add(
    await serveHealth(config.listenAddress, config.processorPort, {
      notReady: () => notReady(reader),
      samples: () => counters.samples(reader?.states() ?? []),
    }),
  );

  const redis = createRedis(config.redis.url, log);
  releasers.add(() => redis.disconnect());
  await redisReady(redis, REDIS_PATIENCE);
  for (const { setting, found, expected, why } of await adviseRedis(redis))
    log.warn(
      { setting, found, expected, runbook: 'docs/runbook/redis-settings.md' },
      `Redis ${setting} is ${found}, should be ${expected}: ${why}`,
    );

  const clickhouse = connect(config.clickhouse);
  releasers.add(() => clickhouse.close());
  const codec = await createCodec(config.schemaRegistryUrl);

  const kafka = createKafka('tidemark-processor', config.kafka, log);
  const offsets = createTopicOffsets(kafka, EVENTS_TOPIC);
  releasers.add(() => offsets.close());
  const partitions = (await offsets.read()).length;
  const starting = createRetry(
    wait,
    new AbortController().signal,
    (step, error) => log.warn({ err: error, runbook: error.runbook }, `cannot ${step} yet, trying again`),
    (step) => log.info(`could ${step} after failures`),
  );
  const agreed = await partitionCount(redis, createPartitionNote(clickhouse), partitions, Date.now, starting);
  if (agreed !== partitions)
    return fatal(
      `${EVENTS_TOPIC} has ${partitions} partitions, and what is stored was made with ${agreed}: customers would be looked for in the wrong place`,
      undefined,
      'docs/runbook/partitions-changed.md',
    );

  const inserts = watchInserts(createHistory(clickhouse), INSERT_LOOKS, INSERT_INTERVAL);
  const looking = setInterval(() => {
    const stuck = inserts.look();
    if (stuck !== null) fatal(stuck, undefined, 'docs/runbook/stuck-insert.md');
  }, INSERT_INTERVAL);
  releasers.add(() => clearInterval(looking));

  const waits = createWaits(Date.now);
  const telling = setInterval(() => {
    for (const [partition, wait] of waits.take()) tellWait(redis, partition, wait).catch(() => undefined);
  }, TELL_WAITS);
  releasers.add(() => clearInterval(telling));

  const deadLetters = await createDeadLetters(kafka, log);
  const context: WorkerContext = {
    topic: EVENTS_TOPIC,
    ...createLiveStore(redis),
    outbox: createOutbox(redis),
    history: inserts.history,
    ledger: createLedger(clickhouse),
    deadLetters,
    settings: cachedSettings(createSettingsCache(redis), createSettings(clickhouse, Date.now)),
    decoder: createRecordDecoder(codec, partitions),
    encoder: rowEncoder,
    calendarFor,
    today: () => Math.floor(Date.now() / DAY),
    wait,
    observe: (observation) => {
      counters.observe(observation);
      waits.observe(observation);
      report(observation);
      // The note of how many partitions there are went with the rest of the store.
      if (observation.kind === 'rebuilding') agreePartitions(redis, partitions).catch(() => undefined);
    },
    limits: DEFAULT_LIMITS,
    rebuild: config.rebuild,
  };
  const worker = createWorker(through(context));
  const reading = await readLog({ kafka, worker, log, fatal });
  reader = reading;
  releasers.add(async () => {
    const stopped = reading.stop();
    // A batch whose dead letters cannot be written would hold the reader back for ever.
    await Promise.race([stopped, delay(HANDOVER)]);
    await deadLetters.close();
    await stopped;
  });
  releasers.add(startAudit({ config, redis, offsets, partitions, reader: reading, counters, log }));
  log.info({ partitions }, 'processor is reading');
};
