import { migrate } from '@tidemark/clickhouse';
import { openLoad } from '../load/openLoad.ts';
import { paceReads } from '../load/paceReads.ts';
import { HALF_LOAD } from '../load/rates.ts';
import { warmUp } from '../load/warmUp.ts';
import type { RunMode } from '../main.ts';
import { percentilesOf } from '../measure/percentiles.ts';
import { withStores } from '../stores/benchStores.ts';
import { freshDatabase } from '../stores/fresh.ts';
import { startService } from '../stores/startService.ts';
import { DEFAULT_SHAPE, workload } from '../workload/workload.ts';

const RATE = HALF_LOAD;
const READS_A_SECOND = 200;

/** `reads`: live metrics asked for 200 times a second while events go through at half of a drain's rate; and a year by days of the largest tenant. */
export const readsMode: RunMode = ({ quick, seed }, say) =>
  withStores(say, async (stores) => {
    const seconds = quick ? 10 : 30;
    const database = await freshDatabase(stores, 'reads');
    await migrate({ url: stores.clickhouseUrl, user: 'default', password: '', database });
    const services = [
      await startService(stores, 'processor', database),
      await startService(stores, 'api', database),
    ];
    const api = services[1]!.url;
    try {
      const records = workload({ ...DEFAULT_SHAPE, seed, events: 3_000_000, until: Date.now() });
      await warmUp(stores, records);
      const load = openLoad(stores.kafka, records, { rate: RATE, seconds }, () => undefined);
      const took = await paceReads(api, { seconds, aSecond: READS_A_SECOND, tenants: 200 });
      await load.done;
      const live_ms = percentilesOf([...took]);
      const year: number[] = [];
      const to = new Date().toISOString().slice(0, 10);
      const from = new Date(Date.now() - 365 * 86_400_000).toISOString().slice(0, 10);
      for (let count = 0; count < (quick ? 10 : 40); count++) {
        const since = performance.now();
        const response = await fetch(`${api}/v1/metrics/mrr/series?from=${from}&to=${to}&interval=day`, {
          headers: { 'x-tidemark-tenant': 't0' },
        });
        await response.arrayBuffer();
        year.push(performance.now() - since);
      }
      const year_by_day_ms = percentilesOf(year);
      say(`  live p99 ${live_ms.p99} ms; a year of MRR by days p99 ${year_by_day_ms.p99} ms`);
      return { reads: { at_events_per_s: RATE, live_ms, year_by_day_ms } };
    } finally {
      for (const service of services) await service.stop();
    }
  });
