import { resolve } from 'node:path';
import { type Config, loadConfig } from '@tidemark/runtime';
import { runningIn } from '../launcher/runState.ts';

/** The stores a command works on: those the variables name, otherwise the embedded ones that run out of the data folder. */
export const configOfStores = (data: string): Config => {
  const addresses = runningIn(resolve(data))?.addresses ?? {};
  return loadConfig({
    ...process.env,
    KAFKA_BROKERS: process.env['KAFKA_BROKERS'] || addresses['kafka'],
    REDIS_URL: process.env['REDIS_URL'] || addresses['redis'],
    CLICKHOUSE_URL: process.env['CLICKHOUSE_URL'] || addresses['clickhouse'],
  });
};
