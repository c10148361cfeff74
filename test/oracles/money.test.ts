import assert from 'node:assert/strict';
import { test } from 'node:test';
import { booksOf } from './books.ts';
import { bill, buy, cancel, giveBack, spend, subscribe } from './build.ts';
import { dayNumber } from './calendar.ts';
import { ORACLE_DEFAULTS, type OracleEvent } from './events.ts';
import { fraction } from './fraction.ts';
import { metricsOf } from './metrics.ts';
import { windowSpan } from './span.ts';

const endOf = (log: readonly OracleEvent[], day: string, length: number) =>
  metricsOf(booksOf(log, ORACLE_DEFAULTS), windowSpan(dayNumber(day), length, 'UTC'));

test('$50,000 owed of $200,000 invoiced in a year are 91.25 days', () => {
  const log = [
    bill('invoice', '2024-01-15', 12_000_000),
    bill('payment', '2024-02-14', 12_000_000),
    bill('invoice', '2024-06-01', 8_000_000),
    bill('payment', '2024-06-20', 3_000_000),
  ];
  assert.deepEqual(endOf(log, '2024-06-30', 365)['dso'], fraction(365, 4));
  // Of 30 days only the second invoice is in the window, what is owed is the same.
  assert.deepEqual(endOf(log, '2024-06-30', 30)['dso'], fraction(5_000_000 * 30, 8_000_000));
  assert.equal(endOf(log, '2024-05-30', 30)['dso'], null);
});

test('$50,000 for 25 new customers are $2,000 each; what they are worth, and what retention brings', () => {
  const many = (count: number, make: (name: string) => OracleEvent) =>
    Array.from({ length: count }, (_, index) => make(`customer ${index}`));
  const log = [
    ...many(100, (name) => subscribe(name, '2024-05-01', 100_000)),
    ...many(10, (name) => cancel(name, '2024-06-05')),
    ...many(25, (name) => subscribe(`new ${name}`, '2024-06-10', 100_000)),
    spend('acquisition', '2024-06-10', 5_000_000),
    spend('retention', '2024-06-10', 1_000_000),
    spend('marketing_other', '2024-06-10', 4_000_000),
    spend('service', '2024-06-10', 7_000_000),
    spend('acquisition', '2024-05-31', 9_000_000),
    buy('customer 20', '2024-06-12', 1_500_000, { programme: 'retention' }),
  ];
  const values = endOf(log, '2024-06-30', 30);
  assert.deepEqual(values['cac'], fraction(200_000));
  assert.deepEqual(values['clv'], fraction(1_000_000));
  assert.deepEqual(values['clv_cac_ratio'], fraction(5));
  assert.deepEqual(values['profit_per_customer'], fraction(800_000));
  assert.deepEqual(values['retention_budget_share'], fraction(1, 10));
  assert.deepEqual(values['retention_return'], fraction(1, 2));
  assert.equal(endOf(log, '2024-07-30', 20)['cac'], null);
});

test('upsells and cross-sells are shares of revenue; units returned of units sold', () => {
  const log = [
    buy('anna', '2024-06-04', 800, { quantity: 4, order: 'o1' }),
    buy('anna', '2024-06-05', 150, { sale: 'upsell' }),
    buy('ben', '2024-06-05', 50, { sale: 'cross_sell' }),
    // A trial is no order, and nothing was sold.
    subscribe('ben', '2024-06-06', 900, { charged: 0, quantity: 100 }),
    giveBack('anna', '2024-06-08', 'o1', 200),
  ];
  const values = endOf(log, '2024-06-30', 30);
  assert.deepEqual(values['upsell_revenue'], fraction(200));
  assert.deepEqual(values['upsell_share'], fraction(1, 4));
  assert.deepEqual(values['product_return_rate'], fraction(1, 6));
});
