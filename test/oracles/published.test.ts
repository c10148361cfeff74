import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cdnowPurchases, PUBLISHED_CDNOW } from '../published/cdnow.ts';
import {
  PERIODS_FROM,
  PERIODS_TO,
  PUBLISHED_MONTHS,
  PUBLISHED_TOTALS,
  playbookMonths,
  subscriptionPeriods,
} from '../published/subscriptionPeriods.ts';
import { booksOf } from './books.ts';
import { bridgeRow } from './bridge.ts';
import { dateOf, dayNumber, periodsOf } from './calendar.ts';
import { ORACLE_DEFAULTS } from './events.ts';
import { toNumber } from './fraction.ts';
import { metricsOf } from './metrics.ts';
import { daysSpan, windowSpan } from './span.ts';

const TYPES = ['new', 'expansion', 'contraction', 'churn', 'reactivation'] as const;

test('subscription periods: all 30 months and the totals of the net bridge are the published ones', () => {
  const periods = subscriptionPeriods();
  assert.equal(periods.length, 121);
  const books = booksOf(periods, ORACLE_DEFAULTS);
  assert.equal(books.customers.length, 55);
  const rows = periodsOf(dayNumber(PERIODS_FROM), dayNumber(PERIODS_TO), 'month').map(({ start, end }) => ({
    month: dateOf(start).slice(0, 7),
    ...bridgeRow(books, daysSpan(start, end, 'UTC'), 'net'),
  }));
  const months = playbookMonths();
  assert.equal(rows.length, months.length);
  for (const published of PUBLISHED_MONTHS)
    assert.deepEqual(
      months.find(({ month }) => month === published.month),
      published,
    );
  for (const [index, { month, closing, customers, ...moved }] of months.entries()) {
    const row = rows[index]!;
    assert.equal(row.month, month);
    assert.equal(row.closing, BigInt(closing) * 100_000n, month);
    assert.equal(row.customers.closing, customers, month);
    for (const type of TYPES) assert.equal(row[type], BigInt(moved[type]) * 100_000n, `${month} ${type}`);
  }
  for (const type of TYPES) {
    const [dollars, count] = PUBLISHED_TOTALS[type];
    assert.equal(
      rows.reduce((sum, row) => sum + row[type], 0n),
      BigInt(dollars) * 100_000n,
      type,
    );
    assert.equal(
      rows.reduce((sum, row) => sum + row.customers[type], 0),
      count,
      type,
    );
  }
  assert.equal(rows.at(-1)?.closing, 0n);
});

test('CDNOW: purchases, customers, units, revenue, repeat rate and mean gap are the published ones', () => {
  const purchases = cdnowPurchases();
  assert.equal(purchases.length, PUBLISHED_CDNOW.purchases);
  assert.equal(
    purchases.reduce((sum, { quantity }) => sum + quantity!, 0),
    PUBLISHED_CDNOW.units,
  );
  const books = booksOf(purchases, ORACLE_DEFAULTS);
  assert.equal(books.customers.length, PUBLISHED_CDNOW.customers);
  const values = metricsOf(books, windowSpan(dayNumber(PUBLISHED_CDNOW.lastDay), 'all', 'UTC'));
  assert.equal(toNumber(values['revenue']!), PUBLISHED_CDNOW.revenueCents);
  assert.equal(toNumber(values['orders']!), PUBLISHED_CDNOW.purchases);
  assert.equal(toNumber(values['repeat_purchase_rate']!).toFixed(5), PUBLISHED_CDNOW.repeatRate.toFixed(5));
  assert.equal(
    toNumber(values['time_between_purchases']!).toFixed(2),
    PUBLISHED_CDNOW.meanGapDays.toFixed(2),
  );
});
