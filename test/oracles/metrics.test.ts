import assert from 'node:assert/strict';
import { test } from 'node:test';
import { satisfaction } from './answers.ts';
import { booksOf } from './books.ts';
import { bridgeRow } from './bridge.ts';
import { answer, at, buy, cancel, giveBack, subscribe } from './build.ts';
import { dayNumber } from './calendar.ts';
import { ORACLE_DEFAULTS, type OracleEvent, type OracleSettings } from './events.ts';
import { type Fraction, fraction } from './fraction.ts';
import { metricsOf } from './metrics.ts';
import { daysSpan, windowSpan } from './span.ts';

const books = (log: readonly OracleEvent[], settings: Partial<OracleSettings> = {}) =>
  booksOf(log, { ...ORACLE_DEFAULTS, ...settings });

const inJune = (log: readonly OracleEvent[], settings: Partial<OracleSettings> = {}) =>
  metricsOf(books(log, settings), daysSpan(dayNumber('2024-06-01'), dayNumber('2024-07-01'), 'UTC'));

const expect = (
  values: Readonly<Record<string, Fraction | null>>,
  expected: Record<string, Fraction | null>,
) => assert.deepEqual(Object.fromEntries(Object.keys(expected).map((id) => [id, values[id]])), expected);

const many = (count: number, make: (name: string, index: number) => OracleEvent): readonly OracleEvent[] =>
  Array.from({ length: count }, (_, index) => make(`customer-${index}`, index));

test('100 at $100 a month and 50 at $600 a year are an MRR of $12,500', () => {
  const values = inJune(
    many(150, (name, index) =>
      index < 100
        ? subscribe(name, '2024-05-01', 10_000)
        : subscribe(name, '2024-05-01', 60_000, { subscription: { id: 'main', interval: 'year' } }),
    ),
  );
  expect(values, {
    mrr: fraction(1_250_000),
    arr: fraction(15_000_000),
    customers_active: fraction(150),
    arpa: fraction(1_250_000, 150),
  });
});

test('$1,000 + 100 + 50 − 40 − 60 = $1,050', () => {
  const log = [
    subscribe('stays', '2024-05-01', 60_000),
    subscribe('grows', '2024-05-01', 20_000),
    subscribe('grows', '2024-06-10', 25_000),
    subscribe('shrinks', '2024-05-01', 14_000),
    subscribe('shrinks', '2024-06-10', 10_000),
    subscribe('leaves', '2024-05-01', 6_000),
    cancel('leaves', '2024-06-10'),
    subscribe('comes', '2024-06-10', 10_000),
  ];
  expect(inJune(log), {
    mrr: fraction(105_000),
    mrr_new: fraction(10_000),
    mrr_expansion: fraction(5_000),
    mrr_contraction: fraction(-4_000),
    mrr_churn: fraction(-6_000),
    mrr_reactivation: fraction(0),
    quick_ratio: fraction(15_000, 10_000),
    nrr: fraction(95, 100),
    grr: fraction(90, 100),
    revenue_churn_rate: fraction(1, 10),
    net_revenue_churn_rate: fraction(1, 20),
    existing_revenue_growth: fraction(-1, 20),
    customers_new: fraction(1),
    customers_lost: fraction(1),
    customer_churn_rate: fraction(1, 4),
    retention_rate: fraction(3, 4),
  });
});

test('100 at the start, 12 leave, one of them comes back, one joins and leaves: churn is 11 %', () => {
  const log = [
    ...many(100, (name) => subscribe(name, '2024-05-01', 1_000)),
    ...many(12, (name) => cancel(name, '2024-06-05')),
    subscribe('customer-0', '2024-06-20', 1_000),
    subscribe('guest', '2024-06-02', 1_000),
    cancel('guest', '2024-06-25'),
  ];
  const values = inJune(log);
  expect(values, {
    customer_churn_rate: fraction(11, 100),
    customers_lost: fraction(11),
    customers_new: fraction(1),
    customers_active: fraction(89),
    mrr_reactivation: fraction(1_000),
  });
  const net = bridgeRow(books(log), daysSpan(dayNumber('2024-06-01'), dayNumber('2024-07-01'), 'UTC'), 'net');
  assert.deepEqual(net.customers, {
    opening: 100,
    new: 0,
    expansion: 0,
    contraction: 0,
    churn: 11,
    reactivation: 0,
    closing: 89,
  });
});

test('net: who had MRR before the period and none at its start is reactivated', () => {
  const log = [
    subscribe('back', '2024-03-01', 1_000),
    cancel('back', '2024-04-01'),
    subscribe('back', '2024-06-10', 2_000),
    subscribe('new', '2024-06-10', 500),
  ];
  const june = daysSpan(dayNumber('2024-06-01'), dayNumber('2024-07-01'), 'UTC');
  const row = bridgeRow(books(log), june, 'net');
  assert.deepEqual(
    [row.opening, row.new, row.reactivation, row.closing],
    [0n, 500_000n, 2_000_000n, 2_500_000n],
  );
});

test('30 % promoters and 20 % detractors are an NPS of +10', () => {
  const scores = [9, 10, 9, 7, 7, 8, 8, 8, 0, 6];
  const values = inJune(scores.map((score, index) => answer(`c${index}`, '2024-06-03', 'nps', score)));
  expect(values, {
    nps: fraction(10),
    nps_responses: fraction(10),
    // 100 √((0.3 + 0.2 − 0.1²) ÷ 10) = 100 √0.049
    nps_standard_error: fraction(490),
  });
});

test('of a respondent only the latest answer within the window counts', () => {
  const log = [
    answer('anna', '2024-06-03', 'nps', 10),
    answer('anna', '2024-06-04', 'nps', 2, { respondent: 'anna' }),
    answer('anna', '2024-06-04', 'nps', 9, { respondent: 'ben' }),
    answer('ben', '2024-06-04', 'nps', 9, { respondent: 'ben' }),
    answer('ben', '2024-07-04', 'nps', 0, { respondent: 'ben' }),
  ];
  expect(inJune(log), { nps: fraction(100, 3), nps_responses: fraction(3) });
  expect(inJune([]), { nps: null, nps_responses: fraction(0), nps_standard_error: null, mrr: fraction(0) });
});

test('satisfaction counts every answer above the middle of its scale', () => {
  const log = [
    answer('anna', '2024-06-03', 'csat', 5, { touchpoint: 'support' }),
    answer('anna', '2024-06-04', 'csat', 6, { touchpoint: 'support' }),
    answer('anna', '2024-06-05', 'csat', 3, { scale_min: 1, scale_max: 5 }),
    answer('anna', '2024-06-06', 'csat', 4, { scale_min: 1, scale_max: 5 }),
    answer('anna', '2024-06-07', 'csat', 5, { scale_min: 1, scale_max: 5 }),
  ];
  expect(inJune(log), { csat: fraction(3, 5) });
  const june = daysSpan(dayNumber('2024-06-01'), dayNumber('2024-07-01'), 'UTC');
  assert.deepEqual(satisfaction(books(log), june, 'support'), fraction(1, 2));
});

test('effort is put on one scale, each answer rounded to six decimals', () => {
  const log = [
    answer('anna', '2024-06-03', 'ces', 7),
    answer('anna', '2024-06-04', 'ces', 1, { scale_min: 0, scale_max: 7 }),
  ];
  // 7 and 1 + 9 ÷ 7 = 2.285714…
  expect(inJune(log), { ces: fraction(9_285_714, 2_000_000) });
});

test('revenue, orders, and what is not recurring', () => {
  const log = [
    subscribe('anna', '2024-06-02', 3_000, { charged: 1_000, order: 'o1' }),
    subscribe('anna', '2024-06-03', 4_000, { charged: 0 }),
    buy('anna', '2024-06-04', 500, { order: 'o2', quantity: 2 }),
    buy('ben', '2024-06-05', 0),
    giveBack('anna', '2024-06-06', 'o1', 100),
    giveBack('anna', '2024-06-07', 'o2', 50),
    giveBack('ben', '2024-06-08', 'o2', 7),
    buy('ben', '2024-07-01', 9_999),
  ];
  expect(inJune(log), {
    revenue: fraction(1_343),
    orders: fraction(3),
    arpc: fraction(2_686),
    mrr: fraction(4_000),
    mrr_with_non_recurring: fraction(4_450),
    clv_to_date: fraction(1_343, 2),
    existing_revenue_share: fraction(0),
  });
});

test('repeat purchases, loyalty, gaps between days of purchase, revenue of existing customers', () => {
  const log = [
    buy('anna', '2024-05-20T10:00:00', 100),
    buy('anna', '2024-06-02T10:00:00', 100),
    buy('anna', '2024-06-02T12:00:00', 100),
    buy('anna', '2024-06-05T12:00:00', 100),
    buy('ben', '2024-06-10', 200),
  ];
  expect(inJune(log), {
    repeat_purchase_rate: fraction(1, 2),
    loyal_customer_rate: fraction(1, 2),
    time_between_purchases: fraction(8),
    existing_revenue_share: fraction(3, 5),
  });
  const always = metricsOf(books(log), windowSpan(dayNumber('2024-06-30'), 'all', 'UTC'));
  expect(always, { repeat_purchase_rate: fraction(1, 2), revenue: fraction(600), clv: null });
});

test('lifetime value from margin and the churn of a month', () => {
  const log = [
    ...many(4, (name) => subscribe(name, '2024-01-01', 1_000)),
    cancel('customer-0', '2024-06-15'),
  ];
  const ninety = windowSpan(dayNumber('2024-06-30'), 90, 'UTC');
  // ARPA 1,000 × 0.8 ÷ (¼ × 30 ÷ 90)
  expect(metricsOf(books(log, { gross_margin: 0.8 }), ninety), { clv: fraction(9_600) });
  expect(inJune(log.slice(0, 4)), { clv: null, customer_churn_rate: fraction(0) });
});

test('days are those of the tenant', () => {
  const log = [buy('anna', '2024-06-30T22:30:00', 100)];
  const zone = 'Europe/Berlin';
  const june = metricsOf(
    books(log, { time_zone: zone }),
    daysSpan(dayNumber('2024-06-01'), dayNumber('2024-07-01'), zone),
  );
  expect(june, { revenue: fraction(0) });
  expect(inJune(log), { revenue: fraction(100) });
  assert.equal(at('2024-06-30T22:30:00'), Date.parse('2024-06-30T22:30:00Z'));
});
