import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKafka, ensureTopics } from '@tidemark/kafka';
import { createLogger } from '@tidemark/runtime';
import type { Kafka } from 'kafkajs';
import { embeddedClickhouse } from '../../../infra/embedded/clickhouse/store.ts';
import { embeddedKafka } from '../../../infra/embedded/kafka/store.ts';
import { embeddedRedis } from '../../../infra/embedded/redis/store.ts';
import { freePorts, type Ports } from '../../../infra/launcher/ports.ts';
import { type Supervised, supervise } from '../../../infra/launcher/supervise.ts';

/** The three embedded stores, as `npm start` runs them, on ports and in a folder of their own. */
export interface BenchStores {
  readonly folder: string;
  readonly ports: Ports;
  readonly brokers: string;
  readonly redisUrl: string;
  readonly clickhouseUrl: string;
  readonly kafka: Kafka;
  /** Process ids by name, for counting what each costs. */
  readonly pids: () => Readonly<Record<string, number>>;
  /** Ends a store; what is answered starts it again with what it had. */
  readonly takeAway: (name: string) => Promise<() => Promise<void>>;
  readonly stop: () => Promise<void>;
}

const START_LIMIT = 60_000;

export const startStores = async (say: (line: string) => void): Promise<BenchStores> => {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-bench-'));
  const logs = join(folder, 'logs');
  mkdirSync(logs, { recursive: true });
  const ports = await freePorts();
  const running: Supervised[] = [];
  const events = {
    started: () => undefined,
    died: (name: string, reason: string) => say(`${name} ended (${reason}): this run counts for nothing`),
  };
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((store) => store.stop()));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const specs = [
      embeddedKafka(join(folder, 'kafka'), ports.kafka, ports.kafkaController),
      await embeddedRedis(join(folder, 'redis'), ports.redis),
      embeddedClickhouse(join(folder, 'clickhouse'), ports.clickhouse),
    ];
    await Promise.all(
      specs.map((spec) => supervise(spec, logs, events, START_LIMIT, (each) => running.push(each))),
    );
    const brokers = `127.0.0.1:${ports.kafka}`;
    const connection = { brokers: [brokers], ssl: false, sasl: null };
    const kafka = createKafka('tidemark-bench', connection, createLogger('bench', 'error'));
    await ensureTopics(kafka);
    return {
      folder,
      ports,
      brokers,
      redisUrl: `redis://127.0.0.1:${ports.redis}`,
      clickhouseUrl: `http://127.0.0.1:${ports.clickhouse}`,
      kafka,
      pids: () => Object.fromEntries(running.map(({ spec, pid }) => [spec.name, pid()!])),
      takeAway: async (name) => {
        const index = running.findIndex(({ spec }) => spec.name === name);
        const [store] = running.splice(index, 1);
        await store!.stop();
        return async () => {
          await supervise(store!.spec, logs, events, START_LIMIT, (each) => running.push(each));
        };
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** Runs with stores of its own and ends them whatever happens, an interruption included: stores lead process groups of their own. */
export const withStores = async <T>(
  say: (line: string) => void,
  run: (stores: BenchStores) => Promise<T>,
): Promise<T> => {
  const stores = await startStores(say);
  const end = (signal: NodeJS.Signals): void => {
    say(`${signal}: ending the stores`);
    void stores.stop().then(() => process.exit(1));
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  try {
    return await run(stores);
  } finally {
    process.off('SIGINT', end);
    process.off('SIGTERM', end);
    await stores.stop();
  }
};
