import { migrate } from '@tidemark/clickhouse';
import { createKafka, ensureTopics } from '@tidemark/kafka';
import { type Config, createLogger } from '@tidemark/runtime';

/** Topics and tables, made where they are absent. */
export const prepareStores = async (config: Config): Promise<void> => {
  const log = createLogger('launcher', 'error');
  await Promise.all([
    ensureTopics(createKafka('tidemark-launcher', config.kafka, log)),
    migrate(config.clickhouse),
  ]);
};
