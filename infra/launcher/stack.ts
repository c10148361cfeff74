import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { loadConfig } from '@tidemark/runtime';
import { embeddedClickhouse } from '../embedded/clickhouse/store.ts';
import { embeddedKafka } from '../embedded/kafka/store.ts';
import { embeddedRedis } from '../embedded/redis/store.ts';
import { addressHost, withoutSecrets } from './addresses.ts';
import { demonstration } from './demonstration.ts';
import { type PortName, type Ports, type TakenPort, takenPorts } from './ports.ts';
import { prepareStores } from './prepareStores.ts';
import type { ProcessSpec } from './process.ts';
import { roundTrip } from './roundTrip.ts';
import { endLeftovers, recordRun } from './runState.ts';
import { service } from './services.ts';
import { type Environment, isGiven, STORE_VARIABLES, type StoreName } from './settings.ts';
import { type Supervised, supervise } from './supervise.ts';

export interface StackOptions {
  readonly dataFolder: string;
  readonly ports: Ports;
  /** A store whose address stands here is used as it is; the others are started. */
  readonly environment: Environment;
  readonly demonstration: boolean;
  /** One line a step, for people. */
  readonly say: (line: string) => void;
  /** Told when a step that takes a while begins; called back when it is over. */
  readonly doing?: (step: string) => () => void;
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
const HISTORY_LIMIT = 300_000;

const STORES = Object.keys(STORE_VARIABLES) as readonly StoreName[];

const embeddedStore = async (name: StoreName, folder: string, ports: Ports): Promise<ProcessSpec> => {
  const own = join(folder, name);
  if (name === 'kafka') return embeddedKafka(own, ports.kafka, ports.kafkaController);
  return name === 'redis' ? embeddedRedis(own, ports.redis) : embeddedClickhouse(own, ports.clickhouse);
};

const SCHEMES = { kafka: '', redis: 'redis://', clickhouse: 'http://' } as const;

const embeddedAddress = (name: StoreName, ports: Ports): string => `${SCHEMES[name]}127.0.0.1:${ports[name]}`;

/** The ports that a start with this environment listens on. */
export const portsUsed = (environment: Environment): readonly PortName[] => [
  ...(['api', 'ingest', 'processor', 'alerter'] as const),
  ...STORES.filter((name) => !isGiven(name, environment)),
  ...(isGiven('kafka', environment) ? [] : (['kafkaController'] as const)),
];

const takenText = (taken: readonly TakenPort[]): string =>
  [
    'something else listens where Tidemark would. End it, or set the variable to a free port:',
    ...taken.map(({ port, name, variable }) => `  ${variable}=${port} (${name})`),
  ].join('\n');

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
  const { ports } = options;
  const taken = await takenPorts(ports, portsUsed(options.environment));
  if (taken.length > 0) throw new Error(takenText(taken));

  const embedded = STORES.filter((name) => !isGiven(name, options.environment));
  const config = loadConfig({
    ...options.environment,
    ...Object.fromEntries(embedded.map((name) => [STORE_VARIABLES[name], embeddedAddress(name, ports)])),
  });
  const host = addressHost(config.listenAddress);
  const addresses = {
    api: `http://${host}:${ports.api}`,
    ingest: `http://${host}:${ports.ingest}`,
    processor: `http://${host}:${ports.processor}`,
    alerter: `http://${host}:${ports.alerter}`,
    kafka: config.kafka.brokers.join(','),
    redis: config.redis.url,
    clickhouse: config.clickhouse.url,
  };
  const environment = {
    KAFKA_BROKERS: addresses.kafka,
    REDIS_URL: addresses.redis,
    CLICKHOUSE_URL: addresses.clickhouse,
    TIDEMARK_DATA: folder,
    API_PORT: String(ports.api),
    INGEST_PORT: String(ports.ingest),
    PROCESSOR_PORT: String(ports.processor),
    ALERTER_PORT: String(ports.alerter),
  };
  const record = recordRun(folder, withoutSecrets(addresses));
  const running: Supervised[] = [];
  const events = {
    started: record.started,
    died: (name: string, reason: string) => options.say(`${name} ended (${reason}); starting it again`),
  };
  const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const over = options.doing?.(name);
    return work().finally(over);
  };
  const start = async (
    spec: ProcessSpec,
    done = `${spec.name} is up`,
    limit = START_LIMIT,
  ): Promise<void> => {
    options.signal?.throwIfAborted();
    const since = Date.now();
    await step(spec.name, () => supervise(spec, logs, events, limit, (handle) => running.push(handle)));
    options.signal?.throwIfAborted();
    options.say(`${done} (${((Date.now() - since) / 1000).toFixed(1)} s)`);
  };
  /** Nothing depends on it: where it cannot run, the rest does. */
  const startDemonstration = async (): Promise<void> => {
    const spec = demonstration(folder, addresses.ingest, addresses.api, environment);
    try {
      await start(spec, 'the demonstration is up to date and goes on live', HISTORY_LIMIT);
    } catch (error) {
      options.signal?.throwIfAborted();
      options.say(
        `going on without the demonstration: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  };
  // Last started, first ended: those who write before those who store. The graces of one after the other stay under 15 s.
  const stop = async (): Promise<void> => {
    const names: readonly (readonly string[])[] = [
      ['demonstration'],
      ['ingest'],
      ['processor', 'api', 'alerter'],
      STORES,
    ];
    for (const group of names)
      await Promise.all(
        running.filter(({ spec }) => group.includes(spec.name)).map((handle) => handle.stop()),
      );
    record.ended();
  };

  options.signal?.addEventListener('abort', () => void stop());
  try {
    const specs = await Promise.all(embedded.map((name) => embeddedStore(name, folder, ports)));
    await Promise.all(specs.map((spec) => start(spec)));
    await step('topics and tables', () => prepareStores(config));
    options.say('topics and tables are there');
    await Promise.all([
      start(service('ingest', addresses.ingest, environment)),
      start(service('processor', addresses.processor, environment)),
      start(service('api', addresses.api, environment)),
      start(service('alerter', addresses.alerter, environment)),
    ]);
    options.signal?.throwIfAborted();
    await step('an event on its whole way', () =>
      roundTrip(addresses.ingest, addresses.api, config.key, PROBE_LIMIT, options.signal),
    );
    options.say('an event went HTTP → Kafka → Redis and ClickHouse → API and was read back');
    if (options.demonstration) await startDemonstration();
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
