import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, test } from 'node:test';
import { type Books, booksOf } from '../oracles/books.ts';
import { dateOf, dayNumber, periodsOf } from '../oracles/calendar.ts';
import { ORACLE_DEFAULTS, type OracleEvent } from '../oracles/events.ts';
import { fraction, plus, toNumber } from '../oracles/fraction.ts';
import { metricsOf } from '../oracles/metrics.ts';
import { windowSpan } from '../oracles/span.ts';
import { cdnowPurchases, cohortsOf, PUBLISHED_CDNOW } from '../published/cdnow.ts';
import {
  PERIODS_FROM,
  PERIODS_TO,
  PUBLISHED_TOTALS,
  playbookMonths,
  subscriptionPeriods,
} from '../published/subscriptionPeriods.ts';
import {
  type CatalogueRow,
  checkBridge,
  checkLive,
  differences,
  lengthOf,
  query,
  type RowWithCustomers,
  readBridge,
  readCatalogue,
  TYPES,
} from './support/checks.ts';
import { rowsOf } from './support/clickhouse.ts';
import { checkLedger } from './support/ledger.ts';
import { type Parts, read, readExact, readStatus, settled } from './support/read.ts';
import { sendEvents } from './support/send.ts';

/** Two public data sets through the whole stack, held against what others have published of them. */

const RUN = randomUUID().slice(0, 8);
let catalogue: readonly CatalogueRow[] = [];
before(async () => {
  catalogue = await readCatalogue();
});

const UTC = 'UTC';
const periods = subscriptionPeriods();
const booksOfPeriods = booksOf(periods, ORACLE_DEFAULTS);

const SENDINGS: readonly (readonly [name: string, log: readonly OracleEvent[]])[] = [
  ['once', periods],
  ['reversed, then again', [...periods.toReversed(), ...periods]],
  ['each of them twice', periods.flatMap((event) => [event, event])],
];

const dollars = (amount: number) => fraction(amount * 100);
const months = periodsOf(dayNumber(PERIODS_FROM), dayNumber(PERIODS_TO), 'month');

const checkPublished = (rows: readonly RowWithCustomers[]): void => {
  const published = playbookMonths();
  assert.equal(rows.length, published.length);
  for (const [index, { month, closing, customers, ...moved }] of published.entries()) {
    const row = rows[index]!;
    assert.equal(dateOf(months[index]!.start).slice(0, 7), month);
    assert.deepEqual(row.closing, dollars(closing), month);
    assert.deepEqual(row.customers.closing, fraction(customers), month);
    for (const type of TYPES) assert.deepEqual(row[type], dollars(moved[type]), `${month} ${type}`);
  }
  for (const type of TYPES) {
    const [amount, count] = PUBLISHED_TOTALS[type];
    const total = (of: (row: RowWithCustomers) => ReturnType<typeof fraction>) =>
      rows.map(of).reduce(plus, fraction(0));
    assert.deepEqual(
      total((row) => row[type]),
      dollars(amount),
      type,
    );
    assert.deepEqual(
      total((row) => row.customers[type]),
      fraction(count),
      type,
    );
  }
  assert.deepEqual(rows.at(-1)!.closing, fraction(0));
};

for (const [index, [name, log]] of SENDINGS.entries())
  test(`121 subscription periods, sent ${name}: every month of the bridge is the published one`, async () => {
    const tenant = `periods-${RUN}-${index}`;
    await sendEvents(tenant, log, 29);
    await settled();
    for (const basis of ['net', 'events'])
      checkPublished(
        await readBridge(tenant, { basis, interval: 'month', from: PERIODS_FROM, to: PERIODS_TO }),
      );
    const subject = { tenant, timeZone: UTC, books: booksOfPeriods };
    const wrong = differences();
    const [from, to] = [dayNumber(PERIODS_FROM), dayNumber(PERIODS_TO)];
    for (const interval of ['week', 'month', 'quarter', 'year'] as const)
      await checkBridge(subject, { interval, from, to }, wrong);
    wrong.none(tenant);
    await checkLedger(tenant, booksOfPeriods);
  });

const purchases = cdnowPurchases();
let booksOfPurchases: Books;
before(() => {
  booksOfPurchases = booksOf(purchases, ORACLE_DEFAULTS);
});

interface Totals {
  readonly orders: string;
  readonly ids: string;
  readonly units: string;
  readonly cents: string;
  readonly customers: string;
  readonly records: string;
}

/** What ClickHouse holds of a tenant, and that no record of its topic is there twice. */
const totalsOf = async (tenant: string): Promise<Totals> => {
  const [totals] = await rowsOf<Totals>(
    `SELECT toString(countIf(outcome = 'applied')) AS orders, toString(uniqExactIf((customer, id), outcome = 'applied')) AS ids,
            toString(sumIf(quantity, outcome = 'applied')) AS units, toString(sumIf(charged, outcome = 'applied')) AS cents,
            toString(uniqExact(customer)) AS customers, toString(count() = uniqExact(partition, offset) ? count() : -1) AS records
     FROM events WHERE tenant = '${tenant}'`,
  );
  return totals!;
};

const checkTotals = async (tenant: string, records: number): Promise<void> =>
  assert.deepEqual(await totalsOf(tenant), {
    orders: String(PUBLISHED_CDNOW.purchases),
    ids: String(PUBLISHED_CDNOW.purchases),
    units: String(PUBLISHED_CDNOW.units),
    cents: String(PUBLISHED_CDNOW.revenueCents),
    customers: String(PUBLISHED_CDNOW.customers),
    records: String(records),
  });

const numberOf = async (tenant: string, id: string, parameters: Readonly<Record<string, string>>) => {
  const { value } = await readExact<Parts>(tenant, `/v1/metrics/${id}?${query(parameters)}`);
  return toNumber(value!);
};

/** Sends, waits until all of it is in both stores, and answers how the counters of the instance moved. */
const count = async (tenant: string, log: readonly OracleEvent[]) => {
  const before = await settled();
  const began = performance.now();
  await sendEvents(tenant, log);
  const sent = performance.now();
  const after = await settled();
  const done = performance.now();
  const moved = Object.fromEntries(
    (['accepted', 'applied', 'stored', 'duplicates', 'conflicts', 'dead_letters'] as const).map((name) => [
      name,
      after[name] - before[name],
    ]),
  );
  return { moved, seconds: [(sent - began) / 1000, (done - began) / 1000] as const };
};

test('CDNOW, 69,659 purchases: nothing is lost or doubled, and the totals are the published ones', async (t) => {
  const tenant = `cdnow-${RUN}`;
  const { moved, seconds } = await count(tenant, purchases);
  const [sent, done] = seconds.map((time) => time.toFixed(1));
  t.diagnostic(`69,659 purchases: acknowledged after ${sent} s, in Redis and ClickHouse after ${done} s`);
  const { purchases: all, revenueCents } = PUBLISHED_CDNOW;
  assert.deepEqual(moved, {
    accepted: all,
    applied: all,
    stored: all,
    duplicates: 0,
    conflicts: 0,
    dead_letters: 0,
  });
  await checkTotals(tenant, all);
  for (const at of [{}, { at: PUBLISHED_CDNOW.lastDay }]) {
    assert.equal(await numberOf(tenant, 'orders', { window: 'all', ...at }), all);
    assert.equal(await numberOf(tenant, 'revenue', { window: 'all', ...at }), revenueCents);
  }
});

test('CDNOW: every metric is that of the oracle, live and at the last day of the data', async () => {
  const subject = { tenant: `cdnow-${RUN}`, timeZone: UTC, books: booksOfPurchases };
  const wrong = differences();
  await checkLive(
    subject,
    catalogue
      .filter(({ windows }) => windows.includes('all'))
      .map((metric) => ({ ...metric, windows: ['all'] })),
    ['all'],
    wrong,
  );
  const lastDay = dayNumber(PUBLISHED_CDNOW.lastDay);
  for (const window of ['30d', '365d']) {
    const exact = metricsOf(booksOfPurchases, windowSpan(lastDay, lengthOf(window), UTC));
    for (const metric of catalogue.filter(({ windows }) => windows.includes(window))) {
      const path = `/v1/metrics/${metric.id}?${query({ window, at: PUBLISHED_CDNOW.lastDay })}`;
      wrong.metric(
        metric,
        `${window} to ${PUBLISHED_CDNOW.lastDay}`,
        await readExact<Parts>(subject.tenant, path),
        exact,
      );
    }
  }
  wrong.none(subject.tenant);
});

test('CDNOW: repeat rate, mean gap, the share of the first fifth and the cohorts are the published ones', async () => {
  const tenant = `cdnow-${RUN}`;
  const { repeatRate, meanGapDays, topFifthShare, januaryCohort, lastDay } = PUBLISHED_CDNOW;
  for (const at of [{}, { at: lastDay }]) {
    const all = { window: 'all', ...at };
    assert.equal((await numberOf(tenant, 'repeat_purchase_rate', all)).toFixed(5), repeatRate.toFixed(5));
    assert.equal((await numberOf(tenant, 'time_between_purchases', all)).toFixed(2), meanGapDays.toFixed(2));
  }

  const [{ top, all } = { top: '0', all: '0' }] = await rowsOf<{ top: string; all: string }>(
    `WITH paid AS (SELECT customer, sum(charged) AS cents FROM events WHERE tenant = '${tenant}' AND outcome = 'applied' GROUP BY customer)
     SELECT toString(sum(cents)) AS all, toString(sumIf(cents, place <= floor(customers / 5))) AS top
     FROM (SELECT cents, row_number() OVER (ORDER BY cents DESC, customer) AS place, count() OVER () AS customers FROM paid)`,
  );
  assert.equal((Number(top) / Number(all)).toFixed(4), topFifthShare.toFixed(4));

  const counted = cohortsOf(purchases);
  assert.deepEqual(counted.get('1997-01')?.slice(0, 6), januaryCohort);
  const { cohorts } = await read<{ cohorts: readonly { cohort: string; values: readonly number[] }[] }>(
    tenant,
    '/v1/cohorts?measure=customers',
  );
  assert.deepEqual(
    cohorts.map(({ cohort, values }) => [cohort, values.slice(0, counted.get(cohort)?.length ?? 0)]),
    [...counted],
  );
  for (const { cohort, values } of cohorts)
    assert.ok(
      values.slice(counted.get(cohort)!.length).every((value) => value === 0),
      cohort,
    );
});

test('CDNOW reversed and then once more in order: the same numbers, every second one a duplicate', async (t) => {
  const tenant = `cdnow-twice-${RUN}`;
  const { purchases: all, revenueCents } = PUBLISHED_CDNOW;
  const { moved, seconds } = await count(tenant, [...purchases.toReversed(), ...purchases]);
  t.diagnostic(`139,318 events, half of them duplicates: ${seconds[1].toFixed(1)} s`);
  assert.deepEqual(moved, {
    accepted: 2 * all,
    applied: 2 * all,
    stored: 2 * all,
    duplicates: all,
    conflicts: 0,
    dead_letters: 0,
  });
  await checkTotals(tenant, 2 * all);
  for (const at of [{}, { at: PUBLISHED_CDNOW.lastDay }]) {
    assert.equal(await numberOf(tenant, 'orders', { window: 'all', ...at }), all);
    assert.equal(await numberOf(tenant, 'revenue', { window: 'all', ...at }), revenueCents);
  }
  const [once, twice] = await Promise.all(
    [`cdnow-${RUN}`, tenant].map((name) =>
      readExact<{ points: unknown }>(
        name,
        `/v1/metrics/revenue/series?${query({ interval: 'day', from: PUBLISHED_CDNOW.firstDay, to: PUBLISHED_CDNOW.lastDay })}`,
      ),
    ),
  );
  assert.deepEqual(twice!.points, once!.points);
  assert.equal((await readStatus()).pending, 0);
});
