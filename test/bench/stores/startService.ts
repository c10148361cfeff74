import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { BenchStores } from './benchStores.ts';

export interface RunningService {
  readonly pid: number;
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** What every service is told: these stores, and a database of this run. */
export const environmentOf = (stores: BenchStores, database: string): Readonly<Record<string, string>> => ({
  KAFKA_BROKERS: stores.brokers,
  REDIS_URL: stores.redisUrl,
  CLICKHOUSE_URL: stores.clickhouseUrl,
  CLICKHOUSE_DATABASE: database,
  PROCESSOR_PORT: String(stores.ports.processor),
  API_PORT: String(stores.ports.api),
  INGEST_PORT: String(stores.ports.ingest),
  ALERTER_PORT: String(stores.ports.alerter),
  LOG_LEVEL: 'warn',
});

/** Starts a service of the product and resolves when it is ready; at once where `wait` is false. `port`: of a second one of its kind. */
export const startService = async (
  stores: BenchStores,
  name: 'ingest' | 'processor' | 'api' | 'alerter',
  database: string,
  wait = true,
  port = stores.ports[name],
): Promise<RunningService> => {
  const main = fileURLToPath(new URL(`../../../services/${name}/src/main.ts`, import.meta.url));
  const log = join(stores.folder, 'logs', `${name}.log`);
  const output = openSync(log, 'a');
  const child = spawn(process.execPath, [main], {
    env: {
      ...process.env,
      ...environmentOf(stores, database),
      [`${name.toUpperCase()}_PORT`]: String(port),
    },
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  const url = `http://127.0.0.1:${port}`;
  const isReady = () =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (wait && !(await isReady())) {
    if (child.exitCode !== null) throw new Error(`${name} ended; see ${log}`);
    await delay(50);
  }
  return {
    pid: child.pid!,
    url,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await new Promise<void>((resolve) => child.once('exit', () => resolve()));
    },
  };
};
