import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '@tidemark/clickhouse';
import { createKafka, ensureTopics } from '@tidemark/kafka';
import { createLogger } from '@tidemark/runtime';
import type { Kafka } from 'kafkajs';
import { embeddedClickhouse } from '../../../infra/embedded/clickhouse/store.ts';
import { embeddedRedis } from '../../../infra/embedded/redis/store.ts';
import { freePorts, type Ports } from '../../../infra/launcher/ports.ts';
import { service } from '../../../infra/launcher/services.ts';
import { STACK_VARIABLE } from '../../integration/support/stack.ts';
import { type Alerters, createAlerters } from './alerters.ts';
import { type HistoryGate, openHistoryGate } from './historyGate.ts';
import { type Link, openLink } from './link.ts';
import { linkedKafka } from './linkedKafka.ts';
import { type Managed, manage } from './managed.ts';
import { startRegistry } from './registry.ts';
import { unmountAll } from './smallDisk.ts';
import { createWorkers, type Workers } from './workers.ts';

/**
 * A whole system of real processes, in a folder and on ports of its own, in which everything can be broken. Only the workers
 * reach the stores over links; ingest, API and the test itself go straight to them.
 */
export interface World {
  readonly folder: string;
  readonly logs: string;
  readonly ports: Ports;
  readonly kafka: Kafka;
  readonly stores: Readonly<Record<'kafka' | 'redis' | 'clickhouse', Managed>>;
  readonly services: Readonly<Record<'ingest' | 'api', Managed>>;
  readonly links: Readonly<Record<'kafka' | 'redis' | 'clickhouse', Link>>;
  readonly gate: HistoryGate;
  readonly workers: Workers;
  readonly alerters: Alerters;
  readonly redisUrl: string;
  readonly clickhouseUrl: string;
  /** Ends everything. `keep`: data and logs are left where they are. */
  readonly stop: (keep?: boolean) => Promise<void>;
}

const openOnce = async (random: () => number): Promise<World> => {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-faults-'));
  const logs = join(folder, 'logs');
  mkdirSync(logs);
  // What listens already cannot be found free: the links come first, and learn later where they lead.
  const kafkaLink = await openLink(() => ports.processor, random);
  const redisLink = await openLink(() => ports.redis, random);
  const gate = await openHistoryGate(() => ports.clickhouse);
  const links = { kafka: kafkaLink, redis: redisLink, clickhouse: await openLink(() => gate.port, random) };
  const registry = await startRegistry();
  const ports = await freePorts();
  // Workers have ports of their own; that one is for Kafka's listener behind the link.
  const linked = ports.processor;
  const straight = {
    KAFKA_BROKERS: `127.0.0.1:${ports.kafka}`,
    REDIS_URL: `redis://127.0.0.1:${ports.redis}`,
    CLICKHOUSE_URL: `http://127.0.0.1:${ports.clickhouse}`,
    TIDEMARK_DATA: folder,
    API_PORT: String(ports.api),
    INGEST_PORT: String(ports.ingest),
    LOG_LEVEL: 'info',
  };
  const linkedStores = {
    ...straight,
    KAFKA_BROKERS: `127.0.0.1:${kafkaLink.port}`,
    REDIS_URL: `redis://127.0.0.1:${redisLink.port}`,
    CLICKHOUSE_URL: `http://127.0.0.1:${links.clickhouse.port}`,
    SCHEMA_REGISTRY_URL: registry.url,
  };
  const kafkaPorts = { open: ports.kafka, controller: ports.kafkaController, linked, link: kafkaLink.port };
  const stores = {
    kafka: manage(linkedKafka(join(folder, 'kafka'), kafkaPorts), logs),
    redis: manage(await embeddedRedis(join(folder, 'redis'), ports.redis), logs),
    clickhouse: manage(embeddedClickhouse(join(folder, 'clickhouse'), ports.clickhouse), logs),
  };
  const addressOf = (name: 'ingest' | 'api') => `http://127.0.0.1:${ports[name]}`;
  const services = {
    ingest: manage(service('ingest', addressOf('ingest'), straight), logs),
    api: manage(service('api', addressOf('api'), straight), logs),
  };
  const connection = { brokers: [straight.KAFKA_BROKERS], ssl: false, sasl: null };
  const kafka = createKafka('tidemark-faults', connection, createLogger('faults', 'fatal'));
  const workers = createWorkers({ environment: linkedStores, logs, kafka, port: ports.kafka });

  const alerters = createAlerters(straight, logs);

  const stop = async (keep = false): Promise<void> => {
    await Promise.all([workers.killAll(), alerters.killAll()]);
    await Promise.all(Object.values(services).map((each) => each.kill()));
    await Promise.all(Object.values(stores).map((each) => each.kill()));
    for (const link of Object.values(links)) link.close();
    gate.close();
    registry.close();
    unmountAll(folder);
    if (!keep) rmSync(folder, { recursive: true, force: true });
  };
  try {
    await Promise.all(Object.values(stores).map((each) => each.start()));
    const database = { url: straight.CLICKHOUSE_URL, user: 'default', password: '', database: 'tidemark' };
    await Promise.all([ensureTopics(kafka), migrate(database)]);
    const addresses = {
      api: addressOf('api'),
      ingest: addressOf('ingest'),
      kafka: straight.KAFKA_BROKERS,
      redis: straight.REDIS_URL,
      clickhouse: straight.CLICKHOUSE_URL,
      dataFolder: folder,
    };
    const file = join(folder, 'stack.json');
    writeFileSync(file, JSON.stringify(addresses));
    process.env[STACK_VARIABLE] = file;
    // The API asks Redis for the number of partitions, which the first worker writes.
    await Promise.all([services.ingest.start(), workers.start()]);
    await services.api.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    folder,
    logs,
    ports,
    kafka,
    stores,
    services,
    links,
    gate,
    workers,
    alerters,
    redisUrl: straight.REDIS_URL,
    clickhouseUrl: straight.CLICKHOUSE_URL,
    stop,
  };
};

const ATTEMPTS = 3;

/** Another program may take a free port between its being found and its being used: then other ports are tried. */
export const openWorld = async (random: () => number): Promise<World> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await openOnce(random);
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
};

/** Everything runs again, nothing is held up, and one worker is at work. */
export const heal = async (world: World): Promise<void> => {
  const { stores, services, links, gate, workers } = world;
  gate.onInsert(null);
  for (const link of Object.values(links)) link.set({ name: 'clear' });
  for (const each of [...Object.values(stores), ...Object.values(services)]) each.signal('SIGCONT');
  await Promise.all(Object.values(stores).map((each) => each.start()));
  await Promise.all(Object.values(services).map((each) => each.start()));
  workers.thawAll();
  if (workers.living().length === 0) await workers.start();
};
