import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  connect,
  createAlertHistory,
  createAlertRules,
  createSettings,
  createWrittenReader,
} from '@tidemark/clickhouse';
import { openQueue, startWorker } from '@tidemark/jobs';
import { createKafka, createTopicOffsets, EVENTS_TOPIC } from '@tidemark/kafka';
import { cachedSettings } from '@tidemark/pipeline';
import {
  APPLIED_CHANNEL,
  countedBefore,
  createAlertStates,
  createRedis,
  createSettingsCache,
  createTermReader,
  listen,
  RULES_CHANNEL,
  redisReady,
} from '@tidemark/redis';
import {
  calendarFor,
  requireLoopbackOrKeys,
  type ServiceContext,
  serveHealth,
  watchLoop,
} from '@tidemark/runtime';
import type { Context } from './context.ts';
import { createCounters } from './counters.ts';
import { addressRule } from './delivery/addresses.ts';
import { createSend } from './delivery/channels.ts';
import { createDeliver } from './delivery/deliver.ts';
import { DELIVERIES, type DeliveryJob, PAUSES } from './delivery/job.ts';
import { createPost } from './delivery/post.ts';
import { createArrivals } from './evaluation/arrivals.ts';
import { catchUp } from './evaluation/catchUp.ts';
import { createPace } from './evaluation/pace.ts';
import { restoreStates } from './evaluation/restore.ts';
import { createSchedule, EVALUATIONS, type EvaluationJob, SWEEP_EVERY } from './evaluation/schedule.ts';
import { createLateLooks } from './late/due.ts';
import { createRulebook } from './rulebook.ts';

const REDIS_PATIENCE = 30_000;
const EVALUATIONS_AT_ONCE = 8;
const DELIVERIES_AT_ONCE = 50;
/** Of a pause, up to so much more. */
const JITTER = 0.3;

const jitter = (pause: number): number => pause * (1 + JITTER * Math.random());

/** Everything the alerter is made of, in the order in which it is acquired. `wrap` comes between it and the world: tests of faults. */
export const startAlerter = async (
  service: ServiceContext,
  wrap: (context: Context) => Context = (context) => context,
): Promise<void> => {
  const { config, log, releasers } = service;
  requireLoopbackOrKeys(config);
  releasers.add(watchLoop('alerter'));
  const counters = createCounters();
  let isReady = false;
  let rulesOn = () => 0;
  releasers.add(
    await serveHealth(config.listenAddress, config.alerterPort, {
      notReady: () => (isReady ? null : 'not started yet, or Redis is away'),
      samples: () => counters.samples(rulesOn(), Date.now()),
    }),
  );

  const redis = createRedis(config.redis.url, log);
  releasers.add(() => redis.disconnect());
  await redisReady(redis, REDIS_PATIENCE);
  redis.on('close', () => {
    isReady = false;
  });
  const clickhouse = connect(config.clickhouse);
  releasers.add(() => clickhouse.close());
  const offsets = createTopicOffsets(createKafka('tidemark-alerter', config.kafka, log), EVENTS_TOPIC);
  releasers.add(() => offsets.close());
  const partitions = (await offsets.read()).length;

  const rules = createAlertRules(clickhouse, Date.now);
  const rulebook = createRulebook(rules);
  rulesOn = rulebook.count;
  await rulebook.refresh(null);
  const deliveries = openQueue<DeliveryJob>(DELIVERIES, config.redis.url, log);
  releasers.add(() => deliveries.close());
  const evaluations = openQueue<EvaluationJob>(EVALUATIONS, config.redis.url, log);
  releasers.add(() => evaluations.close());
  const settings = cachedSettings(createSettingsCache(redis), createSettings(clickhouse, Date.now));

  const readTerms = createTermReader(redis, partitions);
  const context: Context = wrap({
    config,
    log,
    redis,
    clickhouse,
    partitions,
    offsets,
    readTerms,
    asWritten: createWrittenReader(clickhouse, countedBefore(readTerms), Date.now),
    readSettings: async (tenant) => (await settings.read([tenant])).get(tenant)!,
    calendarFor,
    rules,
    rulebook,
    states: createAlertStates(redis),
    history: createAlertHistory(clickhouse),
    deliveries,
    counters,
    writer: randomUUID(),
    now: Date.now,
    wait: (milliseconds) => delay(milliseconds).then(() => undefined),
  });
  const memory = { arrivals: createArrivals(clickhouse), pace: createPace(), lateLooks: createLateLooks() };
  const sweep = async (): Promise<void> => {
    await rulebook.refresh(null);
    await catchUp(context);
  };
  const schedule = createSchedule(context, evaluations, memory, sweep);
  const wakeSoon = (tenant: string): void =>
    void schedule
      .wake(tenant)
      .catch((error) =>
        log.warn({ err: error, runbook: 'docs/runbook/alerts-not-evaluated.md' }, 'a look was not scheduled'),
      );
  const wakeAll = (): void => rulebook.watched().forEach(wakeSoon);
  /** Redis may have been emptied, and the sweep with it. */
  const keepSweeping = (): void =>
    void evaluations
      .repeat('sweep', { tenant: null }, SWEEP_EVERY)
      .catch((error) =>
        log.warn({ err: error, runbook: 'docs/runbook/alerts-not-evaluated.md' }, 'no sweep was scheduled'),
      );

  releasers.add(
    await listen(
      redis,
      [APPLIED_CHANNEL, RULES_CHANNEL],
      (channel, message) => {
        if (channel === RULES_CHANNEL) {
          memory.pace.forget(message);
          void rulebook.refresh(message).then(
            () => wakeSoon(message),
            (error) =>
              log.warn(
                { err: error, runbook: 'docs/runbook/alerts-not-evaluated.md' },
                'changed rules could not be read; the sweep reads them',
              ),
          );
          return;
        }
        for (const tenant of message.split(' ')) {
          if (!rulebook.isWatched(tenant)) continue;
          memory.arrivals.heard(tenant, Date.now());
          wakeSoon(tenant);
        }
      },
      () => {
        isReady = true;
        void restoreStates(context).then(wakeAll, (error) => {
          log.warn(
            { err: error, runbook: 'docs/runbook/alerts-not-evaluated.md' },
            'what history knows of alerts could not be read; each change asks again',
          );
          wakeAll();
        });
      },
    ),
  );
  keepSweeping();
  const sweepKeeper = setInterval(keepSweeping, SWEEP_EVERY);
  releasers.add(() => clearInterval(sweepKeeper));
  const work = <T>(name: string, concurrency: number, handle: Parameters<typeof startWorker<T>>[4]) =>
    startWorker<T>(name, config.redis.url, log, { concurrency, pauses: PAUSES, jitter }, handle);
  releasers.add(await work<EvaluationJob>(EVALUATIONS, EVALUATIONS_AT_ONCE, schedule.run));
  const allowed = config.apiKeysFile === null ? null : config.webhookAllow;
  const send = createSend({
    post: createPost(addressRule(allowed)),
    smtp: config.smtp,
    slackUrl: config.slackWebhookUrl,
    log,
    now: Date.now,
  });
  releasers.add(await work<DeliveryJob>(DELIVERIES, DELIVERIES_AT_ONCE, createDeliver(context, send)));
  await catchUp(context);
  log.info({ rules: rulebook.count() }, 'alerter watches');
};
