import assert from 'node:assert/strict';
import { test } from 'node:test';
import { booksOf, customerOf } from './books.ts';
import { at, buy, cancel, subscribe, takeBack } from './build.ts';
import { ORACLE_DEFAULTS, type OracleEvent, type OracleSettings } from './events.ts';
import { monthlyWorth } from './subscriptions.ts';

const anna = (log: readonly OracleEvent[], settings: Partial<OracleSettings> = {}) =>
  customerOf(booksOf(log, { ...ORACLE_DEFAULTS, ...settings }), 'anna')!;

/** The ledger in short: date, type, amount in cents, event. */
const ledger = (log: readonly OracleEvent[], settings: Partial<OracleSettings> = {}) =>
  anna(log, settings).movements.map(({ time, type, before, after, event }) => {
    const instant = new Date(time).toISOString();
    return `${instant.endsWith('T00:00:00.000Z') ? instant.slice(0, 10) : instant} ${type} ${(after - before) / 1000n} ${event}`;
  });

const worth = (amount: number, interval: 'day' | 'week' | 'month' | 'quarter' | 'year', count?: number) =>
  monthlyWorth({
    ...subscribe('anna', '2024-01-01', amount),
    subscription: { id: 'main', interval, ...(count === undefined ? {} : { interval_count: count }) },
  });

test('monthly worth in thousandths of a cent, rounded once, half to even', () => {
  assert.equal(worth(10_000, 'month'), 10_000_000n);
  assert.equal(worth(60_000, 'year'), 5_000_000n);
  assert.equal(worth(100, 'quarter'), 33_333n);
  assert.equal(worth(100, 'week'), 433_333n);
  assert.equal(worth(100, 'day'), 3_041_667n);
  assert.equal(worth(100, 'month', 7), 14_286n);
  // 1 ÷ 16 months = 62.5 thousandths, 3 ÷ 16 = 187.5.
  assert.equal(worth(1, 'month', 16), 62n);
  assert.equal(worth(3, 'month', 16), 188n);
  assert.equal(worth(Number.MAX_SAFE_INTEGER, 'month'), 9_007_199_254_740_991_000n);
});

test('a life: new, expansion, contraction, churn, reactivation', () => {
  const log = [
    subscribe('anna', '2024-01-05', 1_000, { id: 'p1' }),
    subscribe('anna', '2024-02-05', 1_500, { id: 'p2' }),
    subscribe('anna', '2024-03-05', 1_200, { id: 'p3' }),
    cancel('anna', '2024-04-05', { id: 'c1' }),
    subscribe('anna', '2024-05-05', 1_000, { id: 'p4' }),
  ];
  const expected = [
    '2024-01-05 new 1000 p1',
    '2024-02-05 expansion 500 p2',
    '2024-03-05 contraction -300 p3',
    '2024-04-05 churn -1200 c1',
    '2024-05-05 reactivation 1000 p4',
  ];
  assert.deepEqual(ledger(log), expected);
  assert.deepEqual(ledger(log.toReversed()), expected);
  assert.deepEqual(ledger([...log, ...log]), expected);
});

test('at a boundary means just before it', () => {
  const { worthBefore } = anna([subscribe('anna', '2024-01-05', 1_000)]);
  assert.equal(worthBefore(at('2024-01-05')), 0n);
  assert.equal(worthBefore(at('2024-01-05') + 1), 1_000_000n);
});

test('the first of an id in the log stands', () => {
  const first = subscribe('anna', '2024-01-05', 1_000, { id: 'p1' });
  const other = subscribe('anna', '2023-01-05', 2_000, { id: 'p1' });
  assert.deepEqual(ledger([first, other]), ['2024-01-05 new 1000 p1']);
  assert.deepEqual(ledger([other, first]), ['2023-01-05 new 2000 p1']);
});

test('a void takes its event back, whichever comes first, and cannot be voided', () => {
  const log = [
    subscribe('anna', '2024-01-05', 1_000, { id: 'p1' }),
    cancel('anna', '2024-02-05', { id: 'c1' }),
    takeBack('anna', '2024-02-06', 'c1', 'v1'),
    takeBack('anna', '2024-02-07', 'v1', 'v2'),
  ];
  assert.deepEqual(ledger(log), ['2024-01-05 new 1000 p1']);
  assert.deepEqual(ledger(log.toReversed()), ['2024-01-05 new 1000 p1']);
});

test('renewed exactly at its expiry a subscription has no gap; a moment later it has', () => {
  const term = (time: string, expires: string, id: string) =>
    subscribe('anna', time, 1_000, {
      id,
      subscription: { id: 'main', interval: 'month', expires_at: at(expires) },
    });
  const first = term('2024-01-01', '2024-02-01', 'p1');
  assert.deepEqual(ledger([first, term('2024-02-01', '2024-03-01', 'p2')]), [
    '2024-01-01 new 1000 p1',
    '2024-03-01 churn -1000 p2',
  ]);
  const late = term('2024-02-01T00:00:00.001', '2024-03-01', 'p2');
  assert.deepEqual(ledger([first, late]), [
    '2024-01-01 new 1000 p1',
    '2024-02-01 churn -1000 p1',
    '2024-02-01T00:00:00.001Z reactivation 1000 p2',
    '2024-03-01 churn -1000 p2',
  ]);
  const grace = { renewal_grace: 3_600_000 };
  assert.deepEqual(ledger([first, late], grace), [
    '2024-01-01 new 1000 p1',
    '2024-03-01T01:00:00.000Z churn -1000 p2',
  ]);
});

test('at one instant: cancellations before purchases, of several purchases the last id', () => {
  const log = [
    subscribe('anna', '2024-01-01', 1_000, { id: 'p1' }),
    subscribe('anna', '2024-02-01', 3_000, { id: '😀' }),
    subscribe('anna', '2024-02-01', 2_000, { id: '～' }),
    cancel('anna', '2024-02-01', { id: 'z' }),
  ];
  assert.deepEqual(ledger(log), ['2024-01-01 new 1000 p1', '2024-02-01 expansion 2000 😀']);
});

test('a cancellation ends what was bought before its effective instant, not what is bought at or after it', () => {
  const log = [
    subscribe('anna', '2024-01-01', 1_000, { id: 'p1' }),
    subscribe('anna', '2024-01-10', 2_000, { id: 'p2', effective_at: at('2024-03-01') }),
    cancel('anna', '2024-01-20', { id: 'c1', effective_at: at('2024-02-01'), subscription: 'main' }),
    cancel('anna', '2024-01-21', { id: 'c2', subscription: 'other' }),
  ];
  assert.deepEqual(ledger(log), [
    '2024-01-01 new 1000 p1',
    '2024-02-01 churn -1000 c1',
    '2024-03-01 reactivation 2000 p2',
  ]);
});

test('a cancellation of everything ends every subscription and activity by purchase', () => {
  const log = [
    subscribe('anna', '2024-01-01', 1_000, { id: 'p1' }),
    subscribe('anna', '2024-01-02', 500, { id: 'p2', subscription: { id: 'more', interval: 'month' } }),
    buy('anna', '2024-01-10', 100),
    cancel('anna', '2024-01-20T12:00:00', { id: 'c1' }),
  ];
  const customer = anna(log, { active_days_after_purchase: 30 });
  assert.equal(customer.activeBefore(at('2024-01-20T12:00:00')), true);
  assert.equal(customer.activeBefore(at('2024-01-20T12:00:00') + 1), false);
  assert.deepEqual(ledger(log).at(-1), '2024-01-20T12:00:00.000Z churn -1500 c1');
});

test('activity by purchase lasts to the start of the day that many days after', () => {
  const customer = anna([buy('anna', '2024-01-10T15:00:00', 100)], { active_days_after_purchase: 2 });
  assert.equal(customer.firstActive, at('2024-01-10T15:00:00'));
  assert.equal(customer.activeBefore(at('2024-01-12')), true);
  assert.equal(customer.activeBefore(at('2024-01-12') + 1), false);
});

test('what costs nothing moves nothing', () => {
  assert.deepEqual(ledger([subscribe('anna', '2024-01-01', 0), cancel('anna', '2024-02-01')]), []);
});

test('committed: scheduled changes that are known count, an expiry ahead is taken as renewed', () => {
  const term = { id: 'main', interval: 'month', expires_at: at('2024-02-01') } as const;
  const { committedBefore, worthBefore } = anna([
    subscribe('anna', '2024-01-01', 1_000, { subscription: term }),
    subscribe('anna', '2024-01-10', 1_500, { charged: 0, effective_at: at('2024-02-01') }),
    subscribe('anna', '2024-01-05', 700, { subscription: { id: 'more', interval: 'month' } }),
    cancel('anna', '2024-01-20', { subscription: 'more', effective_at: at('2024-04-01') }),
  ]);
  assert.equal(committedBefore(at('2024-01-06')), 1_700_000n);
  assert.equal(committedBefore(at('2024-01-11')), 2_200_000n);
  assert.equal(committedBefore(at('2024-01-21')), 1_500_000n);
  assert.equal(worthBefore(at('2024-03-01')), 2_200_000n);
  assert.equal(committedBefore(at('2024-05-01')), 1_500_000n);
});

test('committed: a back-dated cancellation counts from its effective instant on', () => {
  const { committedBefore } = anna([
    subscribe('anna', '2024-01-01', 1_000),
    cancel('anna', '2024-02-20', { effective_at: at('2024-02-01') }),
  ]);
  assert.equal(committedBefore(at('2024-02-01')), 1_000_000n);
  assert.equal(committedBefore(at('2024-02-10')), 0n);
});
