import { setTimeout as delay } from 'node:timers/promises';
import { migrate } from '@tidemark/clickhouse';
import {
  crossing,
  FIRING_TENANT,
  firingRule,
  firstEvents,
  purchase,
  send,
  startArrivals,
} from '../alerts/crossings.ts';
import { RULES, TENANTS, tenants, writeRules } from '../alerts/rules.ts';
import type { RunMode } from '../main.ts';
import { percentilesOf } from '../measure/percentiles.ts';
import { processCost } from '../measure/processCost.ts';
import { withStores } from '../stores/benchStores.ts';
import { freshDatabase } from '../stores/fresh.ts';
import { startService } from '../stores/startService.ts';

const MINUTE = 60_000;

/** How many rules an alerter has looked at so far. */
const looksOf = async (url: string): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^tidemark_alerter_judged_total(?:\{[^}]*\})? (\S+)$/m.exec(text)?.[1] ?? 0);
};

/**
 * `alerts`: what one alerter needs to look at 10,000 rules of 200 tenants a minute, each tenant woken by events once a minute; and beside it how
 * long it takes from an event's acknowledgement to the webhook of the rule that it makes fire, or resolves.
 */
export const alertsMode: RunMode = ({ quick }, say) =>
  withStores(say, async (stores) => {
    const database = await freshDatabase(stores, 'alerts');
    await migrate({ url: stores.clickhouseUrl, user: 'default', password: '', database });
    const arrivals = await startArrivals();
    await writeRules(stores, database, [firingRule(arrivals.url)]);
    const processor = await startService(stores, 'processor', database);
    const ingest = await startService(stores, 'ingest', database);
    const alerter = await startService(stores, 'alerter', database);
    try {
      for (const tenant of tenants) await send(ingest.url, tenant, [purchase(0, 'first', Date.now())]);
      await send(ingest.url, FIRING_TENANT, firstEvents());
      while ((await looksOf(alerter.url)) < RULES) await delay(200);

      const seconds = quick ? 60 : 180;
      const before = { cost: processCost(alerter.pid), looks: await looksOf(alerter.url) };
      const began = performance.now();
      const took: number[] = [];
      let isOver = false;
      const trickle = async (): Promise<void> => {
        for (let count = 0; !isOver; count++) {
          const due = began + (count * MINUTE) / TENANTS;
          if (due > performance.now()) await delay(due - performance.now());
          const tenant = tenants[count % TENANTS]!;
          await send(ingest.url, tenant, [purchase(count, `more-${count}`, Date.now())]);
        }
      };
      const trickling = trickle();
      for (let round = 0; performance.now() - began < seconds * 1_000; round++) {
        for (const isBack of [false, true]) {
          const told = arrivals.next();
          const acknowledged = await send(ingest.url, FIRING_TENANT, crossing(round, isBack));
          took.push((await told) - acknowledged);
        }
      }
      isOver = true;
      await trickling;
      const elapsed = (performance.now() - began) / 1_000;
      const after = { cost: processCost(alerter.pid), looks: await looksOf(alerter.url) };
      const looks = after.looks - before.looks;
      const rules_a_minute = Math.round((looks * 60) / elapsed);
      const core_percent =
        Math.round(((after.cost.cpuSeconds - before.cost.cpuSeconds) / elapsed) * 10_000) / 100;
      const webhook_ms = percentilesOf(took);
      say(
        `  ${rules_a_minute} rules a minute, ${core_percent} % of a core; webhook p95 ${webhook_ms.p95} ms`,
      );
      const peak_mb = Math.round(after.cost.peakMb);
      return { alerts: { rules: RULES, rules_a_minute, core_percent, peak_mb, webhook_ms } };
    } finally {
      for (const service of [alerter, ingest, processor]) await service.stop();
      arrivals.close();
    }
  });
