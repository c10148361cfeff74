import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { migrate } from '@tidemark/clickhouse';
import { EVENTS_PARTITIONS } from '@tidemark/kafka';
import { readControl } from '@tidemark/redis';
import { Redis } from 'ioredis';
import { costsOf } from '../measure/processCost.ts';
import { freshDatabase, freshRedis } from '../stores/fresh.ts';
import { environmentOf } from '../stores/startService.ts';
import type { Drained, Peer } from './peer.ts';

const PROCESSOR = fileURLToPath(new URL('../../../services/processor/src/main.ts', import.meta.url));
const POLL = 20;

export const databaseOf = (round: number): string => `tidemark_${round}`;

/** The product's own worker, from the claim of the first partition until every record is in Redis and in ClickHouse. */
export const tidemark: Peer = {
  name: 'tidemark',
  what: 'the processor: every term of every window in Redis, raw events and ledger in ClickHouse',
  drain: async (stores, total, round): Promise<Drained> => {
    await freshRedis(stores);
    const database = await freshDatabase(stores, databaseOf(round));
    await migrate({ url: stores.clickhouseUrl, user: 'default', password: '', database });
    const before = costsOf(stores.pids());
    const output = openSync(join(stores.folder, 'logs', `processor-${round}.log`), 'a');
    const child = spawn(process.execPath, [PROCESSOR], {
      env: { ...process.env, ...environmentOf(stores, database) },
      stdio: ['ignore', output, output],
    });
    closeSync(output);
    const redis = new Redis(stores.redisUrl);
    try {
      let started = 0;
      for (;;) {
        if (child.exitCode !== null) throw new Error(`the processor ended; see ${stores.folder}/logs`);
        const control = await readControl(redis, EVENTS_PARTITIONS);
        if (started === 0 && control.some(({ epoch }) => epoch !== null)) started = performance.now();
        const sum = (field: 'next' | 'stored') =>
          control.reduce((offsets, each) => offsets + (each[field] ?? 0), 0);
        if (sum('next') === total && sum('stored') === total) break;
        await delay(POLL);
      }
      const seconds = (performance.now() - started) / 1000;
      const after = costsOf({ ...stores.pids(), worker: child.pid! });
      return { events: total, seconds, before, after };
    } finally {
      redis.disconnect();
      child.kill('SIGTERM');
      if (child.exitCode === null && child.signalCode === null)
        await new Promise<void>((resolve) => child.once('exit', () => resolve()));
    }
  },
};
