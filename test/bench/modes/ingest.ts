import { migrate } from '@tidemark/clickhouse';
import type { RunMode } from '../main.ts';
import { costsOf, microsecondsAnEvent } from '../measure/processCost.ts';
import { withStores } from '../stores/benchStores.ts';
import { freshDatabase } from '../stores/fresh.ts';
import { startService } from '../stores/startService.ts';

const CONNECTIONS = 8;
const EVENTS_A_REQUEST = 1_000;

const bodyOf = (connection: number, request: number): string =>
  Array.from({ length: EVENTS_A_REQUEST }, (_, index) =>
    JSON.stringify({
      id: `event-${connection}-${request}-${index}`,
      type: 'purchase',
      time: 1_700_000_000_000 + index,
      customer: `customer-${index % 500}`,
      amount: 4_900,
      currency: 'EUR',
      subscription: { id: 'main', plan: 'team', interval: 'month' },
    }),
  ).join('\n');

/** `ingest`: NDJSON over HTTP into one process, answered when all replicas have it. */
export const ingestMode: RunMode = ({ quick }, say) =>
  withStores(say, async (stores) => {
    const database = await freshDatabase(stores, 'ingest');
    await migrate({ url: stores.clickhouseUrl, user: 'default', password: '', database });
    const service = await startService(stores, 'ingest', database);
    const pids = { ...stores.pids(), ingest: service.pid };
    try {
      const requests = quick ? 20 : 100;
      // Made beforehand: the sender must not be what is measured.
      const bodies = Array.from({ length: CONNECTIONS }, (_, connection) =>
        Array.from({ length: requests }, (_unused, request) => bodyOf(connection, request)),
      );
      const before = costsOf(pids);
      const since = performance.now();
      await Promise.all(
        bodies.map(async (own) => {
          for (const body of own) {
            const response = await fetch(`${service.url}/v1/events`, {
              method: 'POST',
              headers: { 'content-type': 'application/x-ndjson', 'x-tidemark-tenant': 'bench' },
              body,
            });
            if (response.status !== 202)
              throw new Error(`ingest answered ${response.status}: ${await response.text()}`);
            await response.arrayBuffer();
          }
        }),
      );
      const seconds = (performance.now() - since) / 1000;
      const events = CONNECTIONS * requests * EVENTS_A_REQUEST;
      const rate = Math.round(events / seconds);
      say(`  ${rate} events/s over HTTP`);
      const cost = microsecondsAnEvent(before, costsOf(pids), events);
      return { ingest: { events, connections: CONNECTIONS, events_per_s: rate, cpu_us_an_event: cost } };
    } finally {
      await service.stop();
    }
  });
