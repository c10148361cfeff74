import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UTC } from '../calendar/calendar.ts';
import type { Cancellation, Event, Purchase, Return, Survey } from '../event/event.ts';
import { fold } from '../laws/fold.ts';
import { createListSink } from '../laws/sums.ts';
import { DEFAULT_SETTINGS, type Settings } from '../settings/settings.ts';
import { factOf } from '../timeline/fact.ts';
import { EMPTY_STATE } from '../timeline/state.ts';
import type { Definitions } from '../transition.ts';
import { advance, isEnough } from './advance.ts';
import { isQuiet } from './extend.ts';
import { goesOn } from './goesOn.ts';
import { EMPTY_RECENT, MOST_RESPONDENTS, type Recent } from './recent.ts';
import { recentOf } from './recentOf.ts';
import { addUncounted, keepAct } from './uncounted.ts';

const DAY = 86_400_000;
const definitions = (settings: Partial<Settings> = {}): Definitions => ({
  calendar: UTC,
  settings: { ...DEFAULT_SETTINGS, ...settings },
});

const base = (id: string, day: number) => ({ id, time: day * DAY, customer: 'c', properties: {} });

const purchase = (day: number, more: Partial<Purchase> = {}): Purchase => ({
  ...base(`purchase ${day}`, day),
  type: 'purchase',
  amount: 1_000,
  currency: 'USD',
  charged: 1_000,
  quantity: 1,
  order: null,
  product: null,
  offer_code: null,
  programme: null,
  sale: 'standard',
  effective_at: null,
  subscription: null,
  ...more,
});
/** At 10 dollars a month unless told; `until` and `from` are days. */
const subscribe = (
  day: number,
  {
    id = 's',
    amount = 1_000,
    until,
    from,
  }: { id?: string; amount?: number; until?: number; from?: number } = {},
): Purchase =>
  purchase(day, {
    id: `${id} ${day}`,
    amount,
    charged: amount,
    effective_at: from === undefined ? null : from * DAY,
    subscription: {
      id,
      plan: null,
      interval: 'month',
      interval_count: 1,
      expires_at: until === undefined ? null : until * DAY,
    },
  });
const cancel = (day: number, more: Partial<Cancellation> = {}): Cancellation => ({
  ...base(`cancellation ${day}`, day),
  type: 'cancellation',
  subscription: null,
  effective_at: null,
  reason: null,
  voluntary: true,
  ...more,
});
const answer = (day: number, respondent: string | null, survey: Survey['survey'] = 'nps'): Survey => ({
  ...base(`answer ${respondent} ${day}`, day),
  type: 'survey',
  survey,
  score: 9,
  scale_min: 0,
  scale_max: 10,
  touchpoint: null,
  verbatim: null,
  respondent,
});
const giveBack = (day: number, order = 'o'): Return => ({
  ...base(`return ${day}`, day),
  type: 'return',
  order,
  amount: 100,
  currency: 'USD',
  quantity: 1,
});
const visit = (day: number): Event => ({ ...base(`visit ${day}`, day), type: 'activity', name: 'login' });
const voiding = (day: number): Event => ({ ...base(`void ${day}`, day), type: 'void', event: 'x' });

const after = (events: readonly Event[], settings: Partial<Settings> = {}): Recent =>
  recentOf(fold(events, definitions(settings)).state, definitions(settings));
const fact = (event: Event) => factOf(event, 0);

test('a purchase goes on with what is in force where nothing changes and nothing is ahead', () => {
  const one = after([subscribe(0)]);
  assert.ok(goesOn(one, fact(subscribe(30))));
  assert.ok(goesOn(one, fact(purchase(30))), 'without a subscription');
  assert.ok(goesOn(EMPTY_RECENT, fact(purchase(30))), 'the first one too');
  assert.ok(goesOn(after([subscribe(0), subscribe(5, { id: 't', amount: 500 })]), fact(subscribe(30))));
  const others: [string, Recent, Event][] = [
    ['another price', one, subscribe(30, { amount: 2_000 })],
    ['another subscription', one, subscribe(30, { id: 't' })],
    ['from later on', one, subscribe(30, { from: 31 })],
    ['until a day', one, subscribe(30, { until: 60 })],
    ['no purchase', one, cancel(30)],
    ['nothing in force', EMPTY_RECENT, subscribe(30)],
    ['it was cancelled', after([subscribe(0), cancel(10)]), subscribe(30)],
    ['it will be cancelled', after([subscribe(0), cancel(10, { effective_at: 40 * DAY })]), subscribe(30)],
    [
      'another price is ahead',
      after([subscribe(0), subscribe(10, { from: 40, amount: 2_000 })]),
      subscribe(30),
    ],
    ['it ends by itself', after([subscribe(0, { until: 60 })]), subscribe(30)],
    ['another ends by itself', after([subscribe(0), subscribe(1, { id: 't', until: 60 })]), subscribe(30)],
    ['it began later than it was sent', after([subscribe(0, { from: 5 }), visit(6)]), subscribe(30)],
    ['buying makes active', after([subscribe(0)], { active_days_after_purchase: 90 }), subscribe(30)],
    ['buying makes active, once', after([], { active_days_after_purchase: 90 }), purchase(30)],
  ];
  for (const [name, recent, event] of others) assert.equal(goesOn(recent, fact(event)), false, name);
});

test('days are quiet while nothing in force ends and nothing ahead begins', () => {
  const quiet = (recent: Recent, day: number, settings: Partial<Settings> = {}) =>
    isQuiet(recent, day * DAY, definitions(settings));
  assert.ok(quiet(EMPTY_RECENT, 500));
  assert.ok(quiet(after([subscribe(0), subscribe(0, { id: 't' })]), 500));
  const ending = after([subscribe(0, { until: 60 })]);
  assert.ok(quiet(ending, 59));
  assert.ok(!quiet(ending, 60));
  const grace = { renewal_grace: '3d' };
  assert.ok(quiet(after([subscribe(0, { until: 60 })], grace), 62, grace));
  assert.ok(!quiet(after([subscribe(0, { until: 60 })], grace), 63, grace));
  assert.ok(!quiet(after([subscribe(0), cancel(1, { effective_at: 40 * DAY })]), 2));
  assert.ok(!quiet(after([subscribe(0, { from: 40 })]), 2));
  assert.ok(!quiet(after([], { active_days_after_purchase: 90 }), 2));
});

test('the end of a timeline is enough for what is later than all of it, and acts later', () => {
  const recent = after([subscribe(0), visit(10)]);
  const enough = (event: Event) => isEnough(recent, fact(event));
  for (const event of [subscribe(11), cancel(11), visit(11), answer(11, null)])
    assert.ok(enough(event), event.id);
  for (const event of [
    visit(9),
    visit(10),
    subscribe(11, { from: 10 }),
    subscribe(11, { from: 9 }),
    cancel(11, { effective_at: 10 * DAY }),
    cancel(11, { effective_at: 0 }),
    voiding(11),
  ])
    assert.ok(!enough(event), event.id);
  assert.ok(enough(subscribe(11, { from: 30 })));
  assert.ok(isEnough(EMPTY_RECENT, fact(visit(-5_000))));
  assert.ok(!isEnough(EMPTY_RECENT, fact(voiding(1))));
});

test('what a return takes back hangs on the order it names, which lies anywhere', () => {
  const bought = after([purchase(0, { order: 'o' })]);
  assert.ok(!isEnough(bought, fact(giveBack(1))));
  const returned = after([purchase(0, { order: 'o' }), giveBack(1)]);
  const enough = (event: Event) => isEnough(returned, fact(event));
  assert.ok(!enough(purchase(2, { order: 'o' })), 'a return may have named it');
  assert.ok(enough(purchase(2)), 'it has no name');
  assert.ok(enough(subscribe(2)), 'it is none that a return takes from');
  assert.ok(isEnough(bought, fact(purchase(2, { order: 'p' }))), 'nothing was returned');
  assert.ok(
    !isEnough(after([giveBack(1)]), fact(purchase(2))),
    'a first order would make earlier returns count',
  );
});

test('answers of as many respondents as are kept need no more; one of them may answer again', () => {
  const people = Array.from({ length: MOST_RESPONDENTS }, (_, n) => answer(n, `person ${n}`));
  const full = after(people);
  assert.ok(isEnough(after(people.slice(1)), fact(answer(20, 'another'))));
  assert.ok(!isEnough(full, fact(answer(20, 'another'))));
  assert.ok(isEnough(full, fact(answer(20, 'person 0'))));
  assert.ok(isEnough(full, fact(answer(20, 'another', 'csat'))));
  const over = after([...people, answer(20, 'another')]);
  assert.equal(over.answers, null);
  assert.ok(!isEnough(over, fact(answer(21, 'person 0'))));
  assert.ok(isEnough(over, fact(answer(21, 'person 0', 'ces'))));
});

test('of the past is kept what the windows still see', () => {
  const days = (events: readonly Event[]) =>
    after(events).daily.map(({ day, value }) => [day, Number(value)]);
  const rises = [subscribe(0), subscribe(100, { amount: 2_000 }), subscribe(200, { amount: 3_000 })];
  const steps = [
    [0, 1_000_000],
    [100, 2_000_000],
    [200, 3_000_000],
  ];
  assert.deepEqual(days([...rises, visit(100 + 365)]), steps, 'in force 366 days before the last');
  assert.deepEqual(days([...rises, visit(100 + 366)]), steps.slice(1));
  assert.deepEqual(days([...rises, visit(5_000)]), steps.slice(2));
  assert.deepEqual(days([subscribe(0), cancel(10), visit(375)]), [
    [0, 1_000_000],
    [10, 0],
  ]);
  assert.deepEqual(
    days([subscribe(0), cancel(10), visit(376)]),
    [],
    'nothing is what it is before the first step',
  );
});

test('of acts is kept what is in force or ahead, the one bought last last', () => {
  const ids = (...events: Event[]) => after(events).acts.map(({ id }) => id);
  assert.deepEqual(ids(subscribe(0), subscribe(1, { id: 't' }), subscribe(2)), ['t 1', 's 2']);
  assert.deepEqual(ids(subscribe(0), subscribe(1, { id: 't' }), cancel(2, { subscription: 's' })), ['t 1']);
  assert.deepEqual(ids(subscribe(0), subscribe(1, { id: 't' }), cancel(2)), []);
  assert.deepEqual(ids(subscribe(0), cancel(1, { effective_at: 9 * DAY })), ['s 0', 'cancellation 1']);
  assert.deepEqual(ids(subscribe(0, { until: 5 }), visit(4)), ['s 0']);
  assert.deepEqual(ids(subscribe(0, { until: 5 }), visit(5)), []);
  assert.deepEqual(ids(subscribe(0, { until: 5 }), visit(5), subscribe(6, { id: 't' })), ['t 6']);
});

test('of orders are kept as many as the next one hangs on, and the day of the first', () => {
  const orders = (loyal: number, ...days: number[]) =>
    after(
      days.map((day) => purchase(day)),
      { loyal_purchases: loyal },
    );
  assert.deepEqual(orders(3, 0, 1, 2, 3).orders, [1, 2, 3]);
  assert.deepEqual(orders(1, 0, 1, 2, 3).orders, [2, 3]);
  assert.equal(orders(3, 0, 1, 2, 3).firstOrder, 0);
  const free = after([subscribe(0, { amount: 0 }), purchase(4)]);
  assert.deepEqual([free.orders, free.firstOrder], [[4], 4], 'a trial is no order');
});

test('how long buying keeps a customer active is known, until all is cancelled', () => {
  const until = (...events: Event[]) => after(events, { active_days_after_purchase: 10 }).bought!.until;
  assert.equal(until(), Number.NEGATIVE_INFINITY);
  assert.equal(until(purchase(0)), 10 * DAY);
  assert.equal(until(purchase(0), purchase(4)), 14 * DAY);
  assert.equal(until(purchase(0), visit(10)), Number.NEGATIVE_INFINITY);
  assert.equal(until(purchase(0), cancel(4)), Number.NEGATIVE_INFINITY);
  assert.equal(until(purchase(0), cancel(4), purchase(5)), 15 * DAY);
  assert.equal(until(purchase(0), subscribe(1), cancel(4, { subscription: 's' })), 11 * DAY);
  assert.equal(after([purchase(0)]).bought, null);
});

/** What the quick way alone adds to a term, by day. */
const addedTo = (term: string, events: readonly Event[], settings: Partial<Settings> = {}) => {
  const { sink, changes } = createListSink();
  let recent = recentOf(EMPTY_STATE, definitions(settings));
  for (const event of events) {
    assert.ok(isEnough(recent, fact(event)), event.id);
    const advanced = advance(recent, fact(event), definitions(settings), sink);
    if (advanced.isAct) addUncounted(keepAct(null, recent, fact(event)), definitions(settings), sink);
    recent = advanced.recent;
  }
  assert.deepEqual(recent, after(events, settings));
  const days = new Map<number, number>();
  for (const change of changes)
    if (change.term === term) days.set(change.day, (days.get(change.day) ?? 0) + Number(change.delta));
  return [...days].filter(([, delta]) => delta !== 0).toSorted(([a], [b]) => a - b);
};

test('at the end of a timeline, who buys is active for so many days, or until all is cancelled', () => {
  const active = (...events: Event[]) => addedTo('active', events, { active_days_after_purchase: 10 });
  const later = (day: number, effective: number) => cancel(day, { effective_at: effective * DAY });
  const plus = (day: number): [number, number] => [day, 1];
  const minus = (day: number): [number, number] => [day, -1];
  assert.deepEqual(active(purchase(0)), [plus(0), minus(10)]);
  assert.deepEqual(active(purchase(0), purchase(4)), [plus(0), minus(14)]);
  assert.deepEqual(active(purchase(0), purchase(10)), [plus(0), minus(20)]);
  assert.deepEqual(active(purchase(0), cancel(4)), [plus(0), minus(4)]);
  assert.deepEqual(active(purchase(0), later(4, 6)), [plus(0), minus(6)]);
  assert.deepEqual(active(purchase(0), later(4, 20)), [plus(0), minus(10)]);
  assert.deepEqual(active(purchase(0), later(4, 6), later(5, 8)), [plus(0), minus(6)]);
  assert.deepEqual(
    active(purchase(0), later(4, 6), purchase(6)),
    [plus(0), minus(16)],
    'a cancellation comes first',
  );
  assert.deepEqual(active(purchase(0), cancel(4), purchase(5)), [plus(0), minus(4), plus(5), minus(15)]);
  assert.deepEqual(active(purchase(0), cancel(4, { subscription: 's' })), [plus(0), minus(10)]);
  assert.deepEqual(active(purchase(0), subscribe(5)), [plus(0)]);
  assert.deepEqual(active(subscribe(0), cancel(3)), [plus(0), minus(3)]);
  assert.deepEqual(active(subscribe(0), cancel(3, { subscription: 's' })), [plus(0), minus(10)]);
});

test('at the end of a timeline, MRR follows what is in force, what ends and what is ahead', () => {
  const mrr = (...events: Event[]) => addedTo('mrr', events).map(([day, delta]) => [day, delta / 1_000]);
  const grace = { renewal_grace: '3d' };
  assert.deepEqual(mrr(subscribe(0), subscribe(30)), [[0, 1_000]]);
  assert.deepEqual(mrr(subscribe(0), subscribe(30, { amount: 1_500 })), [
    [0, 1_000],
    [30, 500],
  ]);
  assert.deepEqual(mrr(subscribe(0), subscribe(10, { from: 40, amount: 1_500 }), subscribe(30)), [
    [0, 1_000],
    [40, 500],
  ]);
  assert.deepEqual(mrr(subscribe(0), cancel(10, { effective_at: 40 * DAY }), subscribe(30)), [
    [0, 1_000],
    [40, -1_000],
  ]);
  assert.deepEqual(mrr(subscribe(0, { until: 30 }), subscribe(30, { until: 60 })), [
    [0, 1_000],
    [60, -1_000],
  ]);
  assert.deepEqual(
    addedTo('mrr', [subscribe(0, { until: 30 }), subscribe(32, { until: 60 })], grace).map(([day]) => day),
    [0, 63],
  );
  assert.deepEqual(
    mrr(
      subscribe(0),
      subscribe(1, { id: 't' }),
      cancel(2, { subscription: 's' }),
      subscribe(30, { id: 't' }),
    ),
    [
      [0, 1_000],
      [1, 1_000],
      [2, -1_000],
    ],
  );
});
