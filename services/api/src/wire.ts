import { connect, createSettings } from '@tidemark/clickhouse';
import { createKafka, createTopicOffsets, EVENTS_TOPIC } from '@tidemark/kafka';
import { createAlertFeed, createRedis, createSettingsCache, createTermReader } from '@tidemark/redis';
import { openAccess, type ServiceContext } from '@tidemark/runtime';
import { createObservations } from './reading/observations.ts';
import { createServer } from './server.ts';

/** Everything the API is made of, in the order in which it is acquired. */
export const startApi = async (service: ServiceContext): Promise<void> => {
  const { config, log, releasers } = service;
  const admit = openAccess(service);
  const redis = createRedis(config.redis.url, log);
  releasers.add(() => redis.disconnect());
  const clickhouse = connect(config.clickhouse);
  releasers.add(() => clickhouse.close());
  const offsets = createTopicOffsets(createKafka('tidemark-api', config.kafka, log), EVENTS_TOPIC);
  releasers.add(() => offsets.close());
  const partitions = (await offsets.read()).length;
  const server = await createServer(
    {
      log,
      redis,
      clickhouse,
      observations: createObservations(offsets, Date.now),
      partitions,
      readTerms: createTermReader(redis, partitions),
      settingsCache: createSettingsCache(redis),
      durableSettings: createSettings(clickhouse, Date.now),
      alertFeed: createAlertFeed(redis),
      now: Date.now,
    },
    admit,
  );
  releasers.add(() => server.close());
  await server.listen({ host: config.listenAddress, port: config.apiPort });
  log.info({ address: config.listenAddress, port: config.apiPort }, 'api answers');
};
