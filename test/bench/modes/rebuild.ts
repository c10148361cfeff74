import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { EVENTS_PARTITIONS } from '@tidemark/kafka';
import { readControl } from '@tidemark/redis';
import { Redis } from 'ioredis';
import type { RunMode } from '../main.ts';
import { databaseOf, tidemark } from '../peers/tidemark.ts';
import { type BenchStores, withStores } from '../stores/benchStores.ts';
import { environmentOf, startService } from '../stores/startService.ts';
import { fillTopic } from '../workload/fillTopic.ts';
import { DEFAULT_SHAPE, workload } from '../workload/workload.ts';

const CLI = fileURLToPath(new URL('../../../infra/cli/main.ts', import.meta.url));
const POLL = 20;

/** The command, with no worker under way: how fast raw events are counted anew and compared. */
const runCommand = async (
  stores: BenchStores,
  database: string,
): Promise<{ readonly events: number; readonly seconds: number; readonly ok: boolean }> => {
  const child = spawn(process.execPath, [CLI, 'rebuild', '--json'], {
    env: { ...process.env, ...environmentOf(stores, database) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  await once(child, 'close');
  return JSON.parse(output);
};

/** Redis is emptied under a processor that is at rest; until it is whole again. */
const loseRedis = async (stores: BenchStores, database: string, total: number): Promise<number> => {
  const processor = await startService(stores, 'processor', database);
  const redis = new Redis(stores.redisUrl);
  try {
    const since = performance.now();
    await redis.flushall();
    for (;;) {
      const control = await readControl(redis, EVENTS_PARTITIONS);
      const applied = control.reduce((sum, { next }) => sum + (next ?? 0), 0);
      if (applied === total) return (performance.now() - since) / 1000;
      await delay(POLL);
    }
  } finally {
    redis.disconnect();
    await processor.stop();
  }
};

/** `rebuild`: the command over everything stored, and the way back of a Redis that was emptied. */
export const rebuildMode: RunMode = ({ events, seed }, say) =>
  withStores(say, async (stores) => {
    const shape = { ...DEFAULT_SHAPE, seed, events, until: Date.now() };
    const total = await fillTopic(stores.kafka, workload(shape), () => undefined);
    say(`  ${total} records in the topic`);
    await tidemark.drain(stores, total, 1);
    const compared = await runCommand(stores, databaseOf(1));
    const command = Math.round(compared.events / compared.seconds);
    say(`  rebuild: ${command} events/s, ${compared.ok ? 'nothing differed' : 'something differed'}`);
    const seconds = await loseRedis(stores, databaseOf(1), total);
    say(`  emptied Redis whole again after ${seconds.toFixed(1)} s: ${Math.round(total / seconds)} events/s`);
    return {
      rebuild: {
        events: compared.events,
        events_per_s: command,
        differences: compared.ok ? 0 : null,
        lost_redis_s: Math.round(seconds * 10) / 10,
        lost_redis_events_per_s: Math.round(total / seconds),
      },
    };
  });
