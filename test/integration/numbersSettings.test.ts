import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { booksOf } from '../oracles/books.ts';
import { ORACLE_DEFAULTS } from '../oracles/events.ts';
import { propertyParameters } from '../oracles/generate.ts';
import { checkLive, differences, readCatalogue } from './support/checks.ts';
import { eventually } from './support/eventually.ts';
import { read, settled } from './support/read.ts';
import { sendEvents } from './support/send.ts';
import { putSettings, randomTenants } from './support/tenants.ts';

/** Settings that change what past events count for: every number is that of the new settings, and events go on being counted. */

const { seed } = propertyParameters(1);
/** Each is compared with an oracle that takes its time. */
const WINDOWS = ['30d', '365d'];
const RUN = randomUUID().slice(0, 8);

test(`settings changed after events recount all of them, seed ${seed}`, async () => {
  const [drawn] = randomTenants(`settings-${RUN}`, 1, seed);
  const { tenant, log } = drawn!;
  const catalogue = (await readCatalogue()).map((metric) => ({
    ...metric,
    windows: metric.windows.filter((window) => WINDOWS.includes(window)),
  }));
  const half = log.length >> 1;
  const settings = {
    ...ORACLE_DEFAULTS,
    time_zone: 'Asia/Kathmandu',
    active_days_after_purchase: 40,
    loyal_purchases: 2,
  };
  await sendEvents(tenant, log.slice(0, half));
  await settled();
  await putSettings(tenant, settings);
  // Whatever moment it is read at, the number is whole; before long it comes from sums again.
  await eventually('sums are counted anew', async () => {
    const { recounting } = await read<{ recounting?: boolean }>(tenant, '/v1/metrics/loyal_customer_rate');
    return recounting === true ? undefined : true;
  });
  const check = async (count: number): Promise<void> => {
    const wrong = differences();
    const books = booksOf(log.slice(0, count), settings);
    await checkLive({ tenant, timeZone: settings.time_zone, books }, catalogue, ['30d'], wrong);
    wrong.none(`${tenant} after ${count} events`);
  };
  await check(half);
  await sendEvents(tenant, log.slice(half));
  await settled();
  await check(log.length);
});
