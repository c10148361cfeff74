import { setTimeout as delay } from 'node:timers/promises';
import { migrate } from '@tidemark/clickhouse';
import { EVENTS_PARTITIONS } from '@tidemark/kafka';
import { readControl } from '@tidemark/redis';
import { Redis } from 'ioredis';
import { openLoad } from '../load/openLoad.ts';
import type { RunMode } from '../main.ts';
import { percentilesOf } from '../measure/percentiles.ts';
import { withStores } from '../stores/benchStores.ts';
import { freshDatabase } from '../stores/fresh.ts';
import { type RunningService, startService } from '../stores/startService.ts';
import { DEFAULT_SHAPE, workload } from '../workload/workload.ts';

const RATE = 500;
/** Each is made known durably with its first event, which is not what is measured. */
const TENANTS = 10;
/** Records not yet applied at which both are as good as caught up. */
const CAUGHT_UP = 250;
const POLL = 5;
const SETTLE = 2_000;
/** Seconds of load around each handover. */
const LOADED = 30;

/** Partitions that a processor has now, by what it tells of each. */
const partitionsOf = async ({ url }: RunningService): Promise<readonly number[]> => {
  const text = await (await fetch(`${url}/metrics`)).text();
  return [...text.matchAll(/^tidemark_partition_stopped\{partition="(\d+)"\} 0$/gm)].map(([, partition]) =>
    Number(partition),
  );
};

/** `handover`: a processor is told to end under load while another one runs: how long until that one has applied the first record of its partitions. */
export const handoverMode: RunMode = ({ quick, seed }, say) =>
  withStores(say, async (stores) => {
    const rounds = quick ? 3 : 10;
    const database = await freshDatabase(stores, 'handover');
    await migrate({ url: stores.clickhouseUrl, user: 'default', password: '', database });
    const redis = new Redis(stores.redisUrl);
    const records = workload({
      ...DEFAULT_SHAPE,
      tenants: TENANTS,
      seed,
      events: 50_000_000,
      until: Date.now(),
    });
    // The two take turns on two ports; the one that stays keeps the port it has.
    const ports = [stores.ports.processor, stores.ports.alerter];
    const start = (index: number) => startService(stores, 'processor', database, true, ports[index % 2]);
    let staying = await start(0);
    let acknowledged = 0;
    const lag = async (): Promise<number> =>
      (await readControl(redis, EVENTS_PARTITIONS)).reduce(
        (rest, { next }) => rest - (next ?? 0),
        acknowledged,
      );
    const first: number[] = [];
    const whole: number[] = [];
    const ended: number[] = [];
    try {
      for (let round = 1; round <= rounds; round++) {
        const coming = await start(round);
        while ((await partitionsOf(staying)).length !== EVENTS_PARTITIONS / 2) await delay(POLL);
        while ((await partitionsOf(coming)).length !== EVENTS_PARTITIONS / 2) await delay(POLL);
        const load = openLoad(stores.kafka, records, { rate: RATE, seconds: LOADED }, ({ count }) => {
          acknowledged += count;
        });
        // Under load, and past what joining left waiting.
        await delay(SETTLE);
        while ((await lag()) > CAUGHT_UP) await delay(POLL);
        const given = await partitionsOf(staying);
        const before = await readControl(redis, EVENTS_PARTITIONS);
        const since = performance.now();
        const stopped = staying.stop().then(() => ended.push(performance.now() - since));
        const open = new Set(given);
        let claimed = new Map<number, number>();
        let told = false;
        while (open.size > 0) {
          const control = await readControl(redis, EVENTS_PARTITIONS);
          const at = performance.now() - since;
          for (const partition of [...open]) {
            const { epoch, next } = control[partition]!;
            if (epoch === before[partition]!.epoch) continue;
            // What was applied after the claim was applied by the other one.
            if (!claimed.has(partition)) claimed.set(partition, next!);
            else if (next! > claimed.get(partition)!) {
              open.delete(partition);
              if (!told) first.push(at);
              told = true;
              if (open.size === 0) whole.push(at);
            }
          }
          await delay(POLL);
        }
        await Promise.all([stopped, load.done]);
        claimed = new Map();
        say(
          `  round ${round}: ${given.length} partitions, first applied after ${first.at(-1)!.toFixed(0)} ms, all after ${whole.at(-1)!.toFixed(0)} ms, process ended after ${ended.at(-1)!.toFixed(0)} ms`,
        );
        staying = coming;
      }
    } finally {
      await staying.stop();
      redis.disconnect();
    }
    const handover = {
      rounds,
      rate: RATE,
      first_applied_ms: percentilesOf(first),
      all_applied_ms: percentilesOf(whole),
      ended_ms: percentilesOf(ended),
    };
    return { handover };
  });
