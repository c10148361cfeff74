import {
  connect,
  createAlertHistory,
  createAlertRules,
  createSettings,
  createWrittenReader,
} from '@tidemark/clickhouse';
import { openQueue } from '@tidemark/jobs';
import {
  brokerRelease,
  createKafka,
  createLetterShelf,
  createTopicOffsets,
  EVENTS_TOPIC,
} from '@tidemark/kafka';
import {
  countedBefore,
  createAlertFeed,
  createAlertStates,
  createAuditReports,
  createRedis,
  createSettingsCache,
  createTermReader,
  listen,
  RULES_CHANNEL,
  tellSettingsChanged,
} from '@tidemark/redis';
import { openAccess, type ServiceContext } from '@tidemark/runtime';
import { createRuleLists } from './alerts/ruleLists.ts';
import type { DeliveryRequest } from './context.ts';
import { openLetters } from './deadLetters/open.ts';
import { createRateLimiter } from './rateLimit.ts';
import { createObservations } from './reading/observations.ts';
import { createServer } from './server.ts';

/** Everything the API is made of, in the order in which it is acquired. */
export const startApi = async (service: ServiceContext): Promise<void> => {
  const { config, log, releasers } = service;
  const admit = openAccess('api', service);
  const redis = createRedis(config.redis.url, log);
  releasers.add(() => redis.disconnect());
  const clickhouse = connect(config.clickhouse);
  releasers.add(() => clickhouse.close());
  const kafka = createKafka('tidemark-api', config.kafka, log);
  const offsets = createTopicOffsets(kafka, EVENTS_TOPIC);
  releasers.add(() => offsets.close());
  const partitions = (await offsets.read()).length;
  const deliveries = openQueue<DeliveryRequest>('deliveries', config.redis.url, log);
  releasers.add(() => deliveries.close());
  const shelf = createLetterShelf(kafka);
  releasers.add(() => shelf.close());
  const readTerms = createTermReader(redis, partitions);
  const rules = createAlertRules(clickhouse, Date.now);
  const lists = createRuleLists(rules, Date.now);
  releasers.add(await listen(redis, [RULES_CHANNEL], (_, tenant) => lists.forget(tenant), lists.forgetAll));
  const server = await createServer(
    {
      log,
      redis,
      clickhouse,
      observations: createObservations(offsets, Date.now),
      partitions,
      readTerms,
      asWritten: createWrittenReader(clickhouse, countedBefore(readTerms), Date.now),
      settingsCache: createSettingsCache(redis),
      tellSettingsChanged: () => tellSettingsChanged(redis),
      durableSettings: createSettings(clickhouse, Date.now),
      alertFeed: createAlertFeed(redis),
      auditReports: createAuditReports(redis),
      alerts: {
        rules,
        lists,
        history: createAlertHistory(clickhouse),
        states: createAlertStates(redis),
        deliveries,
        config,
      },
      deadLetters: openLetters(kafka, shelf, config.schemaRegistryUrl, Date.now),
      kafkaRelease: () => brokerRelease(config.kafka),
      now: Date.now,
    },
    admit,
    config.apiRateLimit === null ? null : createRateLimiter(config.apiRateLimit),
  );
  releasers.add(() => server.close());
  await server.listen({ host: config.listenAddress, port: config.apiPort });
  log.info({ address: config.listenAddress, port: config.apiPort }, 'api answers');
};
