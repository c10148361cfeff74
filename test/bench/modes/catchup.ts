import { migrate } from '@tidemark/clickhouse';
import { followOffsets } from '../load/followOffsets.ts';
import { openLoad } from '../load/openLoad.ts';
import { TENTH_LOAD } from '../load/rates.ts';
import type { RunMode } from '../main.ts';
import { withStores } from '../stores/benchStores.ts';
import { freshDatabase } from '../stores/fresh.ts';
import { startService } from '../stores/startService.ts';
import { DEFAULT_SHAPE, workload } from '../workload/workload.ts';

const RATE = 2 * TENTH_LOAD;

/** `catchup`: a worker that was away comes back while events go on arriving; how much faster than they come it gets through. */
export const catchupMode: RunMode = ({ quick, seed }, say) =>
  withStores(say, async (stores) => {
    const away = quick ? 10 : 40;
    const database = await freshDatabase(stores, 'catchup');
    await migrate({ url: stores.clickhouseUrl, user: 'default', password: '', database });
    const records = workload({ ...DEFAULT_SHAPE, seed, events: 50_000_000, until: Date.now() });
    let behind = 0;
    await openLoad(stores.kafka, records, { rate: RATE, seconds: away }, ({ count }) => {
      behind += count;
    }).done;
    say(`  ${behind} events behind`);
    const follower = followOffsets(stores.redisUrl);
    let arrived = behind;
    const processor = await startService(stores, 'processor', database);
    const since = performance.now();
    try {
      // What has arrived since is followed too: caught up is when a batch is applied within 100 ms of its acknowledgement.
      const load = openLoad(stores.kafka, records, { rate: RATE, seconds: away }, (batch) => {
        arrived += batch.count;
        follower.add(batch);
      });
      await load.done;
      const { applied } = await follower.finish();
      const late = applied.findLastIndex((milliseconds) => milliseconds > 500);
      const seconds = (late + 1) / RATE;
      const rate = Math.round((behind + (late + 1)) / Math.max(seconds, 0.001));
      say(`  caught up after ${seconds.toFixed(1)} s: ${rate} events/s while ${RATE} arrived`);
      return {
        catchup: {
          behind,
          caught_up_after_s: Math.round(seconds * 10) / 10,
          events_per_s: rate,
          times_arriving_rate: Math.round((10 * rate) / RATE) / 10,
          all_applied: arrived,
          seconds: Math.round((performance.now() - since) / 1000),
        },
      };
    } finally {
      await processor.stop();
    }
  });
