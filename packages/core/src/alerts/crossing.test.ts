import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UTC } from '../calendar/calendar.ts';
import type { Cancellation, Event, Purchase } from '../event/event.ts';
import { DEFAULT_SETTINGS } from '../settings/settings.ts';
import type { Definitions } from '../transition.ts';
import { type Contribution, contributionsOf, crossingTime, sumsUpTo } from './crossing.ts';
import { bothSums, isPastThreshold, watchedContributions } from './proof.ts';
import type { MetricWatch } from './reading.ts';
import { readRule } from './readRule.ts';

const DEFINITIONS: Definitions = { calendar: UTC, settings: DEFAULT_SETTINGS };
const DAY = 86_400_000;

const purchase = (id: string, day: number, amount: number): Purchase => ({
  id,
  type: 'purchase',
  time: day * DAY,
  customer: 'c',
  properties: {},
  amount,
  currency: 'USD',
  charged: amount,
  quantity: 1,
  order: null,
  product: null,
  offer_code: null,
  programme: null,
  sale: 'standard',
  effective_at: null,
  subscription: { id: 's', plan: null, interval: 'month', interval_count: 1, expires_at: null },
});
const cancellation = (id: string, day: number): Cancellation => ({
  id,
  type: 'cancellation',
  time: day * DAY,
  customer: 'c',
  properties: {},
  subscription: null,
  effective_at: null,
  reason: null,
  voluntary: true,
});

const sums = (entries: Record<string, bigint>) => new Map(Object.entries(entries));
const at = (time: number, changes: Record<string, bigint>): Contribution => ({
  time,
  changes: sums(changes),
});
const watch = (fields: object): MetricWatch => readRule({ name: 'n', ...fields }).watch as MetricWatch;

test('each event of a customer adds what it changes up to a day, in the order of time and then of ids', () => {
  const events: Event[] = [
    cancellation('c', 12),
    purchase('b', 10, 500),
    purchase('a', 10, 300),
    purchase('d', 20, 0),
  ];
  const of = (day: number, ...terms: string[]) =>
    contributionsOf(events, new Set(terms), day, DEFINITIONS).map(({ time, changes }) => [
      time / DAY,
      Object.fromEntries(changes),
    ]);
  assert.deepEqual(of(12, 'mrr'), [
    [10, { mrr: 300_000n }],
    [10, { mrr: 200_000n }],
    [12, { mrr: -500_000n }],
    [20, {}],
  ]);
  assert.deepEqual(
    of(11, 'mrr').slice(2),
    [
      [12, {}],
      [20, {}],
    ],
    'what begins later is none of the day’s',
  );
  assert.deepEqual(of(10, 'revenue.30d', 'orders.30d')[0], [10, { 'revenue.30d': 300n, 'orders.30d': 1n }]);
  assert.deepEqual(of(12), [
    [10, {}],
    [10, {}],
    [12, {}],
    [20, {}],
  ]);
});

test('what is left up to a time is all less what came later', () => {
  const all = sums({ a: 10n, b: 1n });
  const contributions = [at(1, { a: 2n }), at(2, { a: 3n, c: 4n }), at(3, { a: 5n })];
  assert.deepEqual(sumsUpTo(all, contributions, 3), all);
  assert.deepEqual(sumsUpTo(all, contributions, 2), sums({ a: 5n, b: 1n }));
  assert.deepEqual(sumsUpTo(all, contributions, 1), sums({ a: 2n, b: 1n, c: -4n }));
  assert.deepEqual(all, sums({ a: 10n, b: 1n }), 'what was given stays');
});

test('the event that crossed is the newest without which the sums are not past', () => {
  const past = (rest: ReadonlyMap<string, bigint>) => (rest.get('a') ?? 0n) > 3n;
  const contributions = [at(4, { a: 1n }), at(1, { a: 2n }), at(3, { a: 4n }), at(2, { a: 3n })];
  // 2, 5, 9, 10: past with the one of time 2.
  assert.equal(crossingTime(sums({ a: 10n }), contributions, past), 2);
  // 2, 6 of both at time 2: all that happens at one time happens at once.
  const together = [at(1, { a: 3n }), at(2, { a: 9n }), at(2, { a: -8n }), at(3, { a: 1n })];
  assert.equal(crossingTime(sums({ a: 5n }), together, past), 2);
  assert.equal(crossingTime(sums({ a: 20n }), contributions, past), null, 'past without any of them');
  assert.equal(crossingTime(sums({ a: 20n }), [], past), null);
});

test('a rule that compares with the window before takes an event out of both', () => {
  const mrr = watch({ metric: 'mrr', window: '7d', above: 1, change: 'absolute' });
  const events = [purchase('a', 10, 300), purchase('b', 15, 500)];
  assert.deepEqual(
    watchedContributions(mrr, events, 17, DEFINITIONS).map(({ time, changes }) => [
      time / DAY,
      Object.fromEntries(changes),
    ]),
    [
      [10, { mrr: 300_000n, 'mrr before': 300_000n }],
      [15, { mrr: 200_000n }],
    ],
  );
  const plain = watch({ metric: 'mrr', window: '7d', above: 1 });
  assert.deepEqual(
    watchedContributions(plain, events, 17, DEFINITIONS),
    contributionsOf(events, new Set(['mrr']), 17, DEFINITIONS),
  );
});

test('sums of both windows lie side by side, and are past or not as the rule reads them', () => {
  const now = sums({ mrr: 500_000n });
  const before = sums({ mrr: 300_000n });
  assert.deepEqual(bothSums({ now, before }), sums({ mrr: 500_000n, 'mrr before': 300_000n }));
  assert.deepEqual(bothSums({ now, before: null }), now);
  const isPast = (fields: object, both: ReadonlyMap<string, bigint>) =>
    isPastThreshold(watch({ metric: 'mrr', ...fields }), DEFAULT_SETTINGS)(both);
  const both = bothSums({ now, before });
  assert.equal(isPast({ above: 199, change: 'absolute' }, both), true);
  assert.equal(isPast({ above: 200, change: 'absolute' }, both), false);
  assert.equal(isPast({ above: 499 }, both), true);
  assert.equal(isPast({ above: 500 }, both), false);
  assert.equal(isPast({ above: 499, change: 'absolute' }, now), true, 'nothing before counts as 0');
});
