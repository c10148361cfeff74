import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UTC } from '../calendar/calendar.ts';
import type { Cancellation, Event, Purchase, Survey } from '../event/event.ts';
import { DEFAULT_SETTINGS } from '../settings/settings.ts';
import type { Definitions, MovementChange, TermChange } from '../transition.ts';
import { applyEvent } from './apply.ts';
import { type CustomerState, EMPTY_STATE } from './state.ts';

const DEFINITIONS: Definitions = { calendar: UTC, settings: DEFAULT_SETTINGS };
const DAY = 86_400_000;

const purchase = (id: string, day: number, amount: number, more: Partial<Purchase> = {}): Purchase => ({
  id,
  type: 'purchase',
  time: day * DAY,
  customer: 'c',
  properties: {},
  amount,
  currency: 'USD',
  charged: more.charged ?? amount,
  quantity: 1,
  order: null,
  product: null,
  offer_code: null,
  programme: null,
  sale: 'standard',
  effective_at: null,
  subscription: { id: 's', plan: null, interval: 'month', interval_count: 1, expires_at: null },
  ...more,
});

const cancellation = (id: string, day: number, more: Partial<Cancellation> = {}): Cancellation => ({
  id,
  type: 'cancellation',
  time: day * DAY,
  customer: 'c',
  properties: {},
  subscription: null,
  effective_at: null,
  reason: null,
  voluntary: true,
  ...more,
});

const answer = (id: string, day: number, score: number): Survey => ({
  id,
  type: 'survey',
  time: day * DAY,
  customer: 'c',
  properties: {},
  survey: 'nps',
  score,
  scale_min: 0,
  scale_max: 10,
  touchpoint: null,
  verbatim: null,
  respondent: null,
});

const voiding = (id: string, day: number, event: string): Event => ({
  id,
  type: 'void',
  time: day * DAY,
  customer: 'c',
  properties: {},
  event,
});

interface Folded {
  readonly state: CustomerState;
  readonly terms: readonly TermChange[];
  readonly movements: readonly MovementChange[];
}

const fold = (events: readonly Event[], definitions = DEFINITIONS): Folded => {
  let state = EMPTY_STATE;
  const terms: TermChange[] = [];
  const movements: MovementChange[] = [];
  for (const event of events) {
    const transition = applyEvent(state, event, definitions);
    state = transition.state;
    terms.push(...transition.terms);
    movements.push(...transition.movements);
  }
  return { state, terms, movements };
};

const at = ({ terms }: Folded, term: string, day: number): bigint =>
  terms.reduce((sum, change) => (change.term === term && change.day <= day ? sum + change.delta : sum), 0n);

/** Ledger rows that stand, in order of time. */
const standing = ({ movements }: Folded): string[] => {
  const counts = new Map<string, number>();
  for (const row of movements.toSorted((a, b) => a.time - b.time)) {
    const text = `${row.time / DAY} ${row.type} ${row.before}→${row.after} ${row.event}`;
    counts.set(text, (counts.get(text) ?? 0) + row.sign);
  }
  return [...counts]
    .filter(([, count]) => count !== 0)
    .map(([text, count]) => (count === 1 ? text : `${count}× ${text}`));
};

test('a subscription raises MRR from its day on, and a cancellation is churn for as long as the window sees its start', () => {
  const result = fold([purchase('p1', 100, 5000), cancellation('x1', 120)]);
  assert.equal(at(result, 'mrr', 99), 0n);
  assert.equal(at(result, 'mrr', 100), 5_000_000n);
  assert.equal(at(result, 'mrr', 119), 5_000_000n);
  assert.equal(at(result, 'mrr', 120), 0n);
  // Active at the start of the window ending with day d means active at the end of day d − 30.
  for (const [day, lost] of [
    [119, 0n],
    [129, 0n],
    [130, 1n],
    [149, 1n],
    [150, 0n],
  ] as const) {
    assert.equal(at(result, 'lost.30d', day), lost, `lost in 30 days on day ${day}`);
  }
  assert.deepEqual(standing(result), ['100 new 0→5000000 p1', '120 churn 5000000→0 x1']);
});

test('a late event takes back what it disproves, in the terms and in the ledger', () => {
  const inOrder = fold([purchase('a', 10, 1000), purchase('b', 20, 2000), cancellation('x', 30)]);
  const late = fold([cancellation('x', 30), purchase('b', 20, 2000), purchase('a', 10, 1000)]);
  assert.deepEqual(standing(late), standing(inOrder));
  assert.deepEqual(late.state, inOrder.state);
  for (const term of [
    'mrr',
    'lost.7d',
    'mrr_new.all',
    'mrr_expansion.90d',
    'mrr_floor.30d',
    'revenue.365d',
  ]) {
    for (const day of [9, 10, 19, 20, 29, 30, 37, 50, 120, 400]) {
      assert.equal(at(late, term, day), at(inOrder, term, day), `${term} on day ${day}`);
    }
  }
});

test('a renewal at the very instant of expiry leaves no gap; a missing one is churn by the purchase that set the expiry', () => {
  const month = (id: string, day: number) =>
    purchase(id, day, 900, {
      subscription: {
        id: 's',
        plan: null,
        interval: 'month',
        interval_count: 1,
        expires_at: (day + 30) * DAY,
      },
    });
  assert.deepEqual(standing(fold([month('p1', 0), month('p2', 30)])), [
    '0 new 0→900000 p1',
    '60 churn 900000→0 p2',
  ]);
});

test('a duplicate changes nothing; other content under the same id is a conflict and changes nothing', () => {
  const { state } = fold([purchase('p', 1, 100)]);
  const again = applyEvent(state, purchase('p', 1, 100), DEFINITIONS);
  assert.deepEqual(again, { outcome: 'duplicate', state, terms: [], movements: [] });
  assert.equal(applyEvent(state, purchase('p', 400, 100), DEFINITIONS).outcome, 'conflict');
});

test('a void works before and after its event, and a void cannot be voided', () => {
  for (const events of [
    [purchase('p', 1, 100), voiding('v', 2, 'p'), voiding('w', 3, 'v')],
    [voiding('w', 3, 'v'), voiding('v', 2, 'p'), purchase('p', 1, 100)],
  ]) {
    const result = fold(events);
    assert.deepEqual(standing(result), []);
    for (const term of ['mrr', 'revenue.all', 'orders.all', 'new.30d'])
      assert.equal(at(result, term, 5), 0n, term);
  }
});

test('a price scheduled for later is committed at once and MRR on its day; charging 0 for it is no order', () => {
  const result = fold([
    purchase('p', 1, 1000),
    purchase('q', 5, 3000, { effective_at: 40 * DAY, charged: 0 }),
    cancellation('x', 6, { effective_at: 60 * DAY, subscription: 's' }),
  ]);
  assert.deepEqual(
    [1, 4, 5, 6, 40, 59, 60].map((day) => [day, at(result, 'mrr', day), at(result, 'committed_mrr', day)]),
    [
      [1, 1_000_000n, 1_000_000n],
      [4, 1_000_000n, 1_000_000n],
      [5, 1_000_000n, 3_000_000n],
      [6, 1_000_000n, 0n],
      [40, 3_000_000n, 0n],
      [59, 3_000_000n, 0n],
      [60, 0n, 0n],
    ],
  );
  assert.equal(at(result, 'orders.all', 100), 1n);
});

test('only the latest answer of a respondent in the window counts', () => {
  const result = fold([answer('a', 0, 10), answer('b', 20, 3)]);
  const shown = (day: number) => [
    at(result, 'nps_promoters.30d', day),
    at(result, 'nps_detractors.30d', day),
    at(result, 'nps_responses.30d', day),
  ];
  assert.deepEqual(shown(19), [1n, 0n, 1n]);
  assert.deepEqual(shown(20), [0n, 1n, 1n]);
  assert.deepEqual(shown(49), [0n, 1n, 1n]);
  assert.deepEqual(shown(50), [0n, 0n, 0n]);
});

test('where buying makes a customer active, they are so for N days, or until they cancel everything', () => {
  const definitions: Definitions = {
    calendar: UTC,
    settings: { ...DEFAULT_SETTINGS, active_days_after_purchase: 10 },
  };
  const once = { subscription: null };
  const result = fold(
    [purchase('p', 5, 100, once), purchase('q', 12, 100, once), cancellation('x', 18)],
    definitions,
  );
  assert.deepEqual(
    [4, 5, 14, 15, 17, 18].map((day) => at(result, 'active', day)),
    [0n, 1n, 1n, 1n, 1n, 0n],
  );
  assert.equal(at(result, 'new.7d', 11), 1n);
  assert.equal(at(result, 'new.7d', 12), 0n);
});

const of = (id: string, expires_day: number | null = null) => ({
  id,
  plan: null,
  interval: 'month' as const,
  interval_count: 1,
  expires_at: expires_day === null ? null : expires_day * DAY,
});

test('a movement is told by what made it: of all that happens at one instant, the last that changed something', () => {
  const renewal = [
    purchase('p', 1, 100),
    purchase('q', 1, 100, { subscription: of('t') }),
    // The renewal at the same price sorts last and changes nothing.
    purchase('b', 9, 300, { subscription: of('t') }),
    purchase('z', 9, 100),
  ];
  assert.deepEqual(standing(fold(renewal)), ['1 new 0→200000 q', '9 expansion 200000→400000 b']);
  // The same price again at the same instant, by the id that sorts later.
  assert.deepEqual(standing(fold([purchase('a', 1, 100), purchase('b', 1, 100)])), ['1 new 0→100000 b']);
});

test('an expiry comes before a cancellation and before a purchase worth nothing at the same instant', () => {
  const expiring = purchase('a', 0, 100, { subscription: of('s', 30) });
  for (const then of [
    cancellation('x', 30),
    purchase('z', 30, 0),
    cancellation('x', 30, { subscription: 's' }),
  ])
    assert.deepEqual(standing(fold([expiring, then])), ['0 new 0→100000 a', '30 churn 100000→0 a']);
});

test('of several purchases worth nothing at one instant the one that stands is the cause', () => {
  const price = { subscription: of('s') };
  const paid = [purchase('a', 0, 1000, price), purchase('b', 5, 0, price)];
  const last = purchase('c', 5, 0, price);
  for (const events of [
    [...paid, last],
    [paid[0]!, last, paid[1]!],
  ])
    assert.match(standing(fold(events)).at(-1)!, /churn.* c$/);
});

test('one subscription that ends where another begins at the same price moves nothing', () => {
  const events = [
    purchase('p', 1, 100),
    cancellation('x', 9, { subscription: 's' }),
    purchase('q', 9, 100, { subscription: of('t') }),
  ];
  assert.deepEqual(standing(fold(events)), ['1 new 0→100000 p']);
});

test('a late event takes back no row that stands as it was', () => {
  const before = fold([purchase('p', 1, 100), cancellation('x', 90)]).state;
  const late = purchase('u', 20, 50, { subscription: of('t', 25) });
  assert.deepEqual(
    applyEvent(before, late, DEFINITIONS).movements.map(({ time, type, sign }) => [time / DAY, type, sign]),
    [
      [20, 'expansion', 1],
      [25, 'contraction', 1],
    ],
  );
});

test('a respondent who is the customer is the same with and without a name', () => {
  const result = fold([answer('a', 1, 10), { ...answer('b', 2, 3), respondent: 'c' }]);
  assert.deepEqual(
    ['nps_responses', 'nps_promoters', 'nps_detractors'].map((term) => at(result, `${term}.30d`, 5)),
    [1n, 0n, 1n],
  );
  const two = fold([answer('a', 1, 10), { ...answer('b', 2, 3), respondent: 'another' }]);
  assert.equal(at(two, 'nps_responses.30d', 5), 2n);
});

test('the same price from an earlier day, and another price at the same instant, are another MRR', () => {
  const earlier = fold([purchase('p', 10, 100), purchase('q', 5, 100)]);
  assert.deepEqual(
    [4, 5, 9, 10].map((day) => at(earlier, 'mrr', day)),
    [0n, 100_000n, 100_000n, 100_000n],
  );
  assert.deepEqual(standing(earlier), ['5 new 0→100000 q']);
  const dearer = fold([purchase('p', 10, 100), purchase('q', 10, 300)]);
  assert.equal(at(dearer, 'mrr', 10), 300_000n);
  assert.equal(at(dearer, 'mrr_new.30d', 10), 300_000n);
  const first = fold([purchase('q', 10, 300), purchase('p', 10, 100)]);
  assert.equal(at(first, 'mrr', 10), 300_000n);
});
