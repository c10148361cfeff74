import { connect, createSettings } from '@tidemark/clickhouse';
import { createEventWriter, createKafka } from '@tidemark/kafka';
import { createRedis, createSettingsCache } from '@tidemark/redis';
import { openAccess, type ServiceContext } from '@tidemark/runtime';
import { createCodec } from '@tidemark/schemas';
import { createBudget } from './budget.ts';
import { createCounters } from './counters.ts';
import { rememberCurrency } from './currency.ts';
import { BYTES_IN_FLIGHT } from './limits.ts';
import { createServer } from './server.ts';
import { fixCurrencyWith } from './settings.ts';

/** Everything ingest is made of, in the order in which it is acquired. */
export const startIngest = async (service: ServiceContext): Promise<void> => {
  const { config, log, releasers } = service;
  const admit = openAccess('ingest', service);
  const codec = await createCodec(config.schemaRegistryUrl);
  const redis = createRedis(config.redis.url, log);
  releasers.add(() => redis.disconnect());
  const clickhouse = connect(config.clickhouse);
  releasers.add(() => clickhouse.close());
  const writer = await createEventWriter(createKafka('tidemark-ingest', config.kafka, log));
  releasers.add(() => writer.close());

  const settings = createSettings(clickhouse, Date.now);
  const server = createServer({
    log,
    admit,
    fixCurrency: rememberCurrency(fixCurrencyWith(createSettingsCache(redis), settings, log)),
    encode: codec.encode,
    writer,
    budget: createBudget(BYTES_IN_FLIGHT),
    counters: createCounters(),
    now: Date.now,
    servesRegistry: config.schemaRegistryUrl === null,
  });
  // Closed first: takes no more, and waits for the requests under way, which still need all of the above.
  releasers.add(() => server.close());
  await server.listen({ host: config.listenAddress, port: config.ingestPort });
  log.info({ address: config.listenAddress, port: config.ingestPort }, 'ingest takes events');
};
