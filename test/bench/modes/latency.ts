import { migrate } from '@tidemark/clickhouse';
import { followOffsets } from '../load/followOffsets.ts';
import { openLoad } from '../load/openLoad.ts';
import { HALF_LOAD, MOST_LOAD, TENTH_LOAD } from '../load/rates.ts';
import { warmUp } from '../load/warmUp.ts';
import type { RunMode } from '../main.ts';
import { percentilesOf } from '../measure/percentiles.ts';
import { withStores } from '../stores/benchStores.ts';
import { freshDatabase } from '../stores/fresh.ts';
import { startService } from '../stores/startService.ts';
import { DEFAULT_SHAPE, workload } from '../workload/workload.ts';

const RATES = [TENTH_LOAD, HALF_LOAD, MOST_LOAD];

/** `latency`: how long an acknowledged event takes to Redis and to ClickHouse under a steady load. */
export const latencyMode: RunMode = ({ quick, seed }, say) =>
  withStores(say, async (stores) => {
    const seconds = quick ? 10 : 30;
    const database = await freshDatabase(stores, 'latency');
    await migrate({ url: stores.clickhouseUrl, user: 'default', password: '', database });
    const processor = await startService(stores, 'processor', database);
    const records = workload({ ...DEFAULT_SHAPE, seed, events: 50_000_000, until: Date.now() });
    const latency: Record<string, unknown> = {};
    try {
      await warmUp(stores, records);
      for (const rate of RATES) {
        const follower = followOffsets(stores.redisUrl);
        const load = openLoad(stores.kafka, records, { rate, seconds }, follower.add);
        const reached = await load.done;
        const { applied, stored } = await follower.finish();
        const redis_ms = percentilesOf(applied);
        const clickhouse_ms = percentilesOf(stored);
        say(
          `  ${reached.rate} events/s: Redis p99 ${redis_ms.p99} ms, ClickHouse p99 ${clickhouse_ms.p99} ms`,
        );
        latency[`at_${rate}`] = { reached: reached.rate, redis_ms, clickhouse_ms };
      }
    } finally {
      await processor.stop();
    }
    return { latency };
  });
