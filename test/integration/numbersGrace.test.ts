import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { Redis } from 'ioredis';
import { type Books, booksOf, ledgerOf } from '../oracles/books.ts';
import { dateOf } from '../oracles/calendar.ts';
import { ORACLE_DEFAULTS, type OracleEvent } from '../oracles/events.ts';
import { propertyParameters } from '../oracles/generate.ts';
import { zoneOf } from '../oracles/zone.ts';
import { openAudit, PARTITIONS } from './support/audit.ts';
import { checkBridge, checkLive, differences, readBridge, readCatalogue } from './support/checks.ts';
import { rowsOf } from './support/clickhouse.ts';
import { eventually } from './support/eventually.ts';
import { checkLedger } from './support/ledger.ts';
import { read, settled } from './support/read.ts';
import { checkBridges, differenceTexts, readRestatements, rowTexts } from './support/restatements.ts';
import { sendEvents } from './support/send.ts';
import { stack } from './support/stack.ts';
import { putSettings, randomTenants, today } from './support/tenants.ts';

/**
 * The grace of renewals changed after events: the ledger is written anew. Every number is that of the new settings, what was reported
 * before can be had again, and meanwhile what was shown before is shown, marked.
 */

const { seed } = propertyParameters(1);
const RUN = randomUUID().slice(0, 8);
const MOST_EVENTS = 120;
/** Each is compared with an oracle that takes its time. */
const WINDOWS = ['365d'];
const DAY = 86_400_000;
const redis = new Redis(stack().redis);
const { look, history, close } = openAudit(redis);
after(async () => {
  redis.disconnect();
  await close();
});

/** Terms that end, one renewed a day after its end, one a week after, one at once, one never. */
const terms = (now: number): readonly OracleEvent[] =>
  [1, 7, 0, null].flatMap((late, index) => {
    const customer = `term ${index}`;
    const bought = (id: string, time: number, length: number): OracleEvent => ({
      id,
      type: 'purchase',
      customer,
      time,
      amount: 1_000 * (index + 1),
      currency: 'EUR',
      subscription: { id: 'box', interval: 'month', expires_at: time + length * DAY },
    });
    const first = bought('first', now - 100 * DAY, 30);
    return late === null ? [first] : [first, bought('second', now - (70 - late) * DAY, 90)];
  });

interface Marked {
  readonly value: number;
  readonly recounting?: boolean;
}

const [drawn] = randomTenants(`grace-${RUN}`, 1, seed);
const { tenant, log: random, settings: drawnSettings, firstDay } = drawn!;
const timeZone = drawnSettings.time_zone;
const log = [...terms(Date.now()), ...random.slice(0, MOST_EVENTS)];
const settingsOf = (days: number) => ({ ...drawnSettings, renewal_grace: days * DAY });
const booksAfter = (count: number, days: number): Books => booksOf(log.slice(0, count), settingsOf(days));

const readings = async (): Promise<readonly Marked[]> => {
  const live = await read<Marked>(tenant, '/v1/metrics/mrr_churn?window=365d');
  const past = await read<Marked>(tenant, `/v1/metrics/mrr_churn?window=365d&at=${Date.now()}`);
  return [live, past];
};

/** Changes the grace and waits until the ledger is written by it, reading all the while. */
const change = async (days: number): Promise<void> => {
  const [before] = await readings();
  const seen: Marked[] = [];
  await putSettings(tenant, { renewal_grace: days * DAY });
  await eventually('movements are written anew', async () => {
    const now = await readings();
    seen.push(...now);
    return now.some(({ recounting }) => recounting) ? undefined : true;
  });
  const [last] = await readings();
  for (const { value, recounting } of seen) {
    // Once movements are written anew, and sums are not yet, the new number is shown, counted from history.
    const whole = recounting === true ? [before!.value, last!.value] : [last!.value];
    assert.ok(whole.includes(value), `${value} is none of ${whole}`);
  }
};

const checkAll = async (count: number, days: number): Promise<void> => {
  const wrong = differences();
  const books = booksAfter(count, days);
  const subject = { tenant, timeZone, books };
  const catalogue = (await readCatalogue()).map((metric) => ({
    ...metric,
    windows: metric.windows.filter((window) => WINDOWS.includes(window)),
  }));
  await checkLive(subject, catalogue, WINDOWS, wrong);
  await checkBridge(subject, { interval: 'month', from: firstDay, to: today(timeZone) + 1 }, wrong);
  wrong.none(`${tenant} after ${count} events, grace of ${days} days, seed ${seed}`);
  await checkLedger(tenant, books);
};

/** What differs between reports of now and of a moment is what the two settings make different. */
const checkRestated = async (since: number, then: Books, now: Books, isSettings: boolean): Promise<void> => {
  const asked = { interval: 'month', from: dateOf(firstDay) };
  const restatements = await readRestatements(tenant, { ...asked, since: String(since), limit: '1000' });
  const known = await readBridge(tenant, { ...asked, known_at: String(since) });
  checkBridges(restatements, known as never, (await readBridge(tenant, asked)) as never);
  const rows = restatements.flatMap(({ events }) => events);
  const { startOf } = zoneOf(timeZone);
  const shownOf = (books: Books) =>
    ledgerOf(books).filter(({ time }) => time >= startOf(firstDay) && time < startOf(today(timeZone) + 1));
  assert.deepEqual(rowTexts(rows), differenceTexts(shownOf(then), shownOf(now)));
  if (!isSettings) return;
  assert.ok(rows.length > 0, 'the change of settings restates something');
  for (const { cause } of rows) assert.deepEqual([cause!.type, cause!.event], ['settings', null]);
};

const auditHolds = async (): Promise<void> => {
  const partitions = Array.from({ length: PARTITIONS }, (_, partition) => partition);
  for (const subject of [
    { kind: 'partitions', partitions },
    { kind: 'ledger', tenant },
    { kind: 'customers', tenant, seed: 1 },
    ...history.termGroups.map((group) => ({ kind: 'terms', tenant, group }) as const),
  ] as const) {
    const results = await look(subject);
    assert.ok(results !== null);
    assert.deepEqual(
      results.filter(({ mismatches }) => mismatches.length > 0),
      [],
    );
  }
};

test(`grace changed both ways, seed ${seed}`, async () => {
  const half = log.length >> 1;
  await putSettings(tenant, { ...drawnSettings, renewal_grace: ORACLE_DEFAULTS.renewal_grace });
  await sendEvents(tenant, log.slice(0, half));
  await settled();

  const first = Date.now();
  await change(3);
  await checkAll(half, 3);
  await checkRestated(first, booksAfter(half, 0), booksAfter(half, 3), true);

  await sendEvents(tenant, log.slice(half));
  await settled();
  await checkRestated(first, booksAfter(half, 0), booksAfter(log.length, 3), false);

  const second = Date.now();
  await change(10);
  await change(0);
  await checkAll(log.length, 0);
  await checkRestated(second, booksAfter(log.length, 3), booksAfter(log.length, 0), true);
  await auditHolds();
  const [row] = await rowsOf<{ rows: string; places: string }>(
    `SELECT count() AS rows, uniqExact(partition, offset, sequence) AS places FROM movements WHERE tenant = '${tenant}'`,
  );
  assert.equal(row!.rows, row!.places);
});
