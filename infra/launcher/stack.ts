import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { loadConfig } from '@tidemark/runtime';
import { embeddedClickhouse } from '../embedded/clickhouse/store.ts';
import { embeddedKafka } from '../embedded/kafka/store.ts';
import { embeddedRedis } from '../embedded/redis/store.ts';
import { demonstration } from './demonstration.ts';
import { type PortName, type Ports, takenPorts } from './ports.ts';
import { prepareStores } from './prepareStores.ts';
import type { ProcessSpec } from './process.ts';
import { roundTrip } from './roundTrip.ts';
import { endLeftovers, recordRun } from './runState.ts';
import { service } from './services.ts';
import { type Supervised, supervise } from './supervise.ts';

export interface StackOptions {
  readonly dataFolder: string;
  readonly ports: Ports;
  /** A store whose address stands here is used as it is; the others are started. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly demonstration: boolean;
  /** One line a step, for people. */
  readonly say: (line: string) => void;
  /** Ends a start that is under way. */
  readonly signal?: AbortSignal;
}

export interface Stack {
  readonly addresses: Readonly<
    Record<'api' | 'ingest' | 'processor' | 'alerter' | 'kafka' | 'redis' | 'clickhouse', string>
  >;
  /** Process id of what runs under a name now; a process that was brought back has another. */
  readonly pid: (name: string) => number | undefined;
  readonly names: () => readonly string[];
  readonly stop: () => Promise<void>;
}

const START_LIMIT = 60_000;
const PROBE_LIMIT = 60_000;

const storeAddresses = ({ environment, ports }: StackOptions) => ({
  KAFKA_BROKERS: environment['KAFKA_BROKERS'] || `127.0.0.1:${ports.kafka}`,
  REDIS_URL: environment['REDIS_URL'] || `redis://127.0.0.1:${ports.redis}`,
  CLICKHOUSE_URL: environment['CLICKHOUSE_URL'] || `http://127.0.0.1:${ports.clickhouse}`,
});

const embeddedStores = async (
  { environment, ports }: StackOptions,
  folder: string,
): Promise<readonly ProcessSpec[]> => [
  ...(environment['KAFKA_BROKERS']
    ? []
    : [embeddedKafka(join(folder, 'kafka'), ports.kafka, ports.kafkaController)]),
  ...(environment['REDIS_URL'] ? [] : [await embeddedRedis(join(folder, 'redis'), ports.redis)]),
  ...(environment['CLICKHOUSE_URL']
    ? []
    : [embeddedClickhouse(join(folder, 'clickhouse'), ports.clickhouse)]),
];

const portsUsed = ({ environment }: StackOptions): readonly PortName[] => [
  'api',
  'ingest',
  'processor',
  'alerter',
  ...(environment['KAFKA_BROKERS'] ? [] : (['kafka', 'kafkaController'] as const)),
  ...(environment['REDIS_URL'] ? [] : (['redis'] as const)),
  ...(environment['CLICKHOUSE_URL'] ? [] : (['clickhouse'] as const)),
];

/**
 * Starts everything and resolves once an event went the whole way. What fails on the way is told by a rejection, after
 * all that was started has been ended again.
 */
export const startStack = async (options: StackOptions): Promise<Stack> => {
  const folder = resolve(options.dataFolder);
  const logs = join(folder, 'logs');
  await mkdir(logs, { recursive: true });
  const left = await endLeftovers(folder);
  if (left.length > 0) options.say(`Ended what an earlier start left running: ${left.join(', ')}`);
  const taken = await takenPorts(options.ports, portsUsed(options));
  if (taken.length > 0) throw new Error(taken.join('\n'));

  const stores = storeAddresses(options);
  const { ports } = options;
  const addresses = {
    api: `http://127.0.0.1:${ports.api}`,
    ingest: `http://127.0.0.1:${ports.ingest}`,
    processor: `http://127.0.0.1:${ports.processor}`,
    alerter: `http://127.0.0.1:${ports.alerter}`,
    kafka: stores.KAFKA_BROKERS,
    redis: stores.REDIS_URL,
    clickhouse: stores.CLICKHOUSE_URL,
  };
  const environment = {
    ...stores,
    TIDEMARK_DATA: folder,
    API_PORT: String(ports.api),
    INGEST_PORT: String(ports.ingest),
    PROCESSOR_PORT: String(ports.processor),
    ALERTER_PORT: String(ports.alerter),
  };
  const config = loadConfig({ ...options.environment, ...environment });
  if (config.apiKeysFile !== null && config.key === null)
    throw new Error(
      "API_KEYS_FILE is set, and the check at the end of a start sends an event: TIDEMARK_KEY: expected a key with read and write for all tenants (npm run tidemark -- keys add start --tenant '*')",
    );
  const record = recordRun(folder, addresses);
  const running: Supervised[] = [];
  const events = {
    started: record.started,
    died: (name: string, reason: string) => options.say(`${name} ended (${reason}); starting it again`),
  };
  const start = async (spec: ProcessSpec): Promise<void> => {
    options.signal?.throwIfAborted();
    const since = Date.now();
    const supervised = await supervise(spec, logs, events, START_LIMIT, (handle) => running.push(handle));
    options.say(`${supervised.spec.name} is up (${((Date.now() - since) / 1000).toFixed(1)} s)`);
  };
  // Last started, first ended: those who write before those who store.
  const stop = async (): Promise<void> => {
    const stores = new Set(['kafka', 'redis', 'clickhouse']);
    const of = (isStore: boolean) => running.filter(({ spec }) => stores.has(spec.name) === isStore);
    for (const name of ['demonstration', 'ingest', 'processor', 'alerter', 'api']) {
      await Promise.all(
        of(false)
          .filter(({ spec }) => spec.name === name)
          .map((handle) => handle.stop()),
      );
    }
    await Promise.all(of(true).map((handle) => handle.stop()));
    record.ended();
  };

  options.signal?.addEventListener('abort', () => void stop());
  try {
    await Promise.all((await embeddedStores(options, folder)).map(start));
    await prepareStores(config);
    options.say('topics and tables are there');
    await Promise.all([
      start(service('ingest', ports.ingest, environment)),
      start(service('processor', ports.processor, environment)),
      start(service('api', ports.api, environment)),
      start(service('alerter', ports.alerter, environment)),
    ]);
    options.signal?.throwIfAborted();
    await roundTrip(addresses.ingest, addresses.api, config.key, PROBE_LIMIT);
    options.say('an event went HTTP → Kafka → Redis and ClickHouse → API and was read back');
    if (options.demonstration)
      await start(demonstration(folder, addresses.ingest, addresses.api, environment));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    addresses,
    pid: (name) => running.find(({ spec }) => spec.name === name)?.pid(),
    names: () => running.map(({ spec }) => spec.name),
    stop,
  };
};
