import { setTimeout as delay } from 'node:timers/promises';
import { readStatus } from '../../integration/support/read.ts';
import { keepRows } from '../run/keepRows.ts';
import type { Row } from '../run/scene.ts';
import { until } from '../world/until.ts';

const WORKED = 2_000;

/** Row 4. */
export const kafkaRestarted: Row = {
  number: 4,
  name: 'Kafka killed and restarted, and cleanly',
  runs: { short: 2, full: 6 },
  strike: async ({ world: { stores }, random, run, full, killed }) => {
    await delay(WORKED);
    if (run % 2 === 0) {
      await stores.kafka.kill();
      killed();
    } else await stores.kafka.stop();
    await delay(full ? 15_000 : 2_000 + random() * 2_000);
    await stores.kafka.start();
    await delay(2 * WORKED);
  },
};

/** Row 8. Live numbers must go on while history is away. */
export const historyAway: Row = {
  number: 8,
  name: 'ClickHouse down for a long time',
  runs: { short: 2, full: 3 },
  strike: async ({ world: { stores, workers }, run, full, killed, verdict }) => {
    await delay(WORKED);
    await stores.clickhouse.kill();
    killed();
    const { applied } = await readStatus();
    // Tenants without settings in the cache wait for history; those who were there before go on.
    await until(
      () => 'live numbers go on without ClickHouse',
      async () => (await readStatus()).applied > applied,
      30_000,
    ).catch((error: unknown) => verdict.wrong(String(error)));
    // A new tenant's settings cannot be read, and the partitions that wait for them are named.
    await until(
      () => 'the status tells what waits for settings',
      async () => (await readStatus()).waiting.some(({ reason }) => /settings of a tenant/.test(reason)),
      30_000,
    ).catch((error: unknown) => verdict.wrong(String(error)));
    await delay(full ? 120_000 : 8_000);
    if (run % 2 === 1) {
      // What waits must survive whoever was to send it.
      await workers.killAll();
      await workers.forget();
      await workers.launch();
      killed();
      await delay(WORKED);
    }
    await stores.clickhouse.start();
    await keepRows(true);
    await delay(WORKED);
  },
};
