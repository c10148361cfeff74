import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { migrate } from '@tidemark/clickhouse';
import { EVENTS_PARTITIONS } from '@tidemark/kafka';
import { readControl } from '@tidemark/redis';
import { Redis } from 'ioredis';
import { openLoad } from '../load/openLoad.ts';
import type { RunMode } from '../main.ts';
import { type BenchStores, withStores } from '../stores/benchStores.ts';
import { freshDatabase } from '../stores/fresh.ts';
import { startService } from '../stores/startService.ts';
import { DEFAULT_SHAPE, workload } from '../workload/workload.ts';

const RATE = 2_000;
const WARM_UP = 20;
/** All are known before the outage: the first event of a new one waits for history, which holds its currency. */
const TENANTS = 20;
const POLL = 1_000;
/** What Redis may hold beyond what it has, when it is made to be full. */
const ROOM = 4 * 1024 * 1024;

const residentMb = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;

const sumOf = async (redis: Redis, name: 'next' | 'stored' | 'backlog_rows'): Promise<number> =>
  (await readControl(redis, EVENTS_PARTITIONS)).reduce((sum, control) => sum + (control[name] ?? 0), 0);

const linesWith = ({ folder }: BenchStores, pattern: RegExp): number =>
  readFileSync(join(folder, 'logs', 'processor.log'), 'utf8')
    .split('\n')
    .filter((line) => pattern.test(line)).length;

/**
 * `outage`: under a steady load ClickHouse is away for ten minutes (`--quick`: three), and later Redis is full for half a minute: what
 * goes on, what grows, and how long until all is stored.
 */
export const outageMode: RunMode = ({ quick, seed }, say) =>
  withStores(say, async (stores) => {
    const away = quick ? 180 : 600;
    const full = 30;
    const database = await freshDatabase(stores, 'outage');
    await migrate({ url: stores.clickhouseUrl, user: 'default', password: '', database });
    const processor = await startService(stores, 'processor', database);
    const redis = new Redis(stores.redisUrl);
    const records = workload({
      ...DEFAULT_SHAPE,
      tenants: TENANTS,
      seed,
      events: 50_000_000,
      until: Date.now(),
    });
    let acknowledged = 0;
    const count = ({ count: more }: { readonly count: number }) => {
      acknowledged += more;
    };
    const lag = async (): Promise<number> => acknowledged - (await sumOf(redis, 'next'));
    const until = async (what: () => Promise<boolean>): Promise<number> => {
      const since = performance.now();
      while (!(await what())) await delay(POLL / 10);
      return Math.round((performance.now() - since) / 100) / 10;
    };
    try {
      await openLoad(stores.kafka, records, { rate: RATE, seconds: WARM_UP }, count).done;
      await until(async () => (await lag()) <= 0);
      const memoryBefore = residentMb(processor.pid);

      say(`  ClickHouse is away for ${away} s`);
      const bringBack = await stores.takeAway('clickhouse');
      const load = openLoad(stores.kafka, records, { rate: RATE, seconds: away }, count);
      let isOver = false;
      const done = load.done.finally(() => {
        isOver = true;
      });
      let mostMb = memoryBefore;
      const lags: number[] = [];
      while (!isOver) {
        await delay(POLL);
        mostMb = Math.max(mostMb, residentMb(processor.pid));
        lags.push(await lag());
      }
      const { sent, rate } = await done;
      const waiting = await sumOf(redis, 'backlog_rows');
      await bringBack();
      const storedAfter = await until(async () => {
        mostMb = Math.max(mostMb, residentMb(processor.pid));
        return (await sumOf(redis, 'stored')) >= acknowledged;
      });
      const clickhouse_away = {
        seconds: away,
        rate,
        sent,
        most_not_applied: Math.max(...lags),
        rows_waiting_at_the_end: waiting,
        worker_grew_mb: Math.round(mostMb - memoryBefore),
        worker_mb: Math.round(mostMb),
        all_stored_after_s: storedAfter,
        lines_told: linesWith(stores, /cannot .* yet|too much is waiting/),
      };
      say(`  ${JSON.stringify(clickhouse_away)}`);

      say(`  Redis is full for ${full} s`);
      const used = Number(/^used_memory:(\d+)/m.exec(await redis.info('memory'))![1]);
      await redis.config('SET', 'maxmemory', used + ROOM);
      const later = openLoad(stores.kafka, records, { rate: RATE, seconds: full }, count);
      const stoodStill = await until(async () => linesWith(stores, /redis-full\.md/) > 0);
      await later.done;
      const behind = await lag();
      await redis.config('SET', 'maxmemory', 0);
      const resumedAfter = await until(async () => (await lag()) <= 0);
      await until(async () => (await sumOf(redis, 'stored')) >= acknowledged);
      const control = await readControl(redis, EVENTS_PARTITIONS);
      const dealtWith = control.reduce(
        (sum, { applied, duplicate, conflict, dead }) => sum + applied + duplicate + conflict + dead,
        0,
      );
      const redis_full = {
        seconds: full,
        alarm_after_s: stoodStill,
        not_applied_at_the_end: behind,
        all_applied_after_s: resumedAfter,
        acknowledged,
        dealt_with: dealtWith,
        lines_told: linesWith(stores, /redis-full\.md/),
      };
      say(`  ${JSON.stringify(redis_full)}`);
      return { outage: { clickhouse_away, redis_full } };
    } finally {
      await processor.stop();
      redis.disconnect();
    }
  });
