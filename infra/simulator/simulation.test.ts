import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EVENT_TYPES, parseEvent } from '@tidemark/core';
import { outageOf } from './outage.ts';
import { createSimulation, historyOf, resume } from './simulation.ts';
import { booksOf, churnBetween, mrrAt } from './testing/books.ts';
import { addMonths, DAY, HOUR, startOfMonth } from './time.ts';
import type { WireEvent } from './wire.ts';

const STARTED = Date.parse('2026-11-24T13:30:00Z');
const PLAN = { seed: 1, customers: 2_000, started: STARTED, quiet: [] };
const history = historyOf(PLAN);
const books = booksOf(history);
const month = (back: number): number => addMonths(startOfMonth(STARTED), -back);

/** Money events that a page shows moving. */
const MONEY = new Set(['purchase', 'cancellation', 'return', 'invoice', 'payment', 'spend']);
const count = (events: readonly WireEvent[], type: string): number =>
  events.filter((event) => event.type === type).length;

test('the same plan gives the same history, another seed another', () => {
  assert.deepEqual(historyOf(PLAN), history);
  assert.notDeepEqual(historyOf({ ...PLAN, seed: 2 }), history);
});

test('history is in order of time, ends at the start, and every id is its own', () => {
  assert.ok(history.every((event, i) => i === 0 || history[i - 1]!.time <= event.time));
  assert.ok(history.at(-1)!.time < STARTED);
  assert.equal(new Set(history.map((event) => event.id)).size, history.length);
  assert.ok(history.length > 60_000 && history.length < 120_000, `${history.length} events`);
});

test('every event is one that the contract takes', () => {
  const live = createSimulation(PLAN);
  live.takeUntil(STARTED);
  const more = [...live.takeUntil(STARTED + 2 * DAY), ...live.chatterAt(STARTED + DAY, 200)];
  for (const event of [...history, ...more]) {
    const outcome = parseEvent(JSON.parse(JSON.stringify(event)), { now: event.time });
    assert.ok(outcome.ok, `${JSON.stringify(event)}: ${JSON.stringify(outcome)}`);
  }
});

test('the business is one to believe: about two thousand customers, MRR and churn in range', () => {
  const active = books.at(STARTED).size;
  assert.ok(active > 1_500 && active < 2_000, `${active} active`);
  const mrr = mrrAt(books, STARTED) / 100;
  assert.ok(mrr > 120_000 && mrr < 220_000, `MRR ${mrr}`);
  const rates = [9, 8, 7, 6, 5, 3, 2, 1].map((back) => churnBetween(books, month(back), month(back - 1)));
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  assert.ok(mean > 0.02 && mean < 0.04, `mean churn ${mean}`);
  assert.ok(
    rates.every((rate) => rate > 0.01 && rate < 0.05),
    rates.join(' '),
  );
});

test('history has every type of event, and trials charge nothing', () => {
  for (const type of EVENT_TYPES) {
    assert.ok(count(history, type) > 10, type);
  }
  const trials = history.filter(
    (event) => event.type === 'purchase' && event.subscription?.expires_at !== undefined,
  );
  assert.ok(trials.length > 500);
  assert.ok(trials.every((event) => event.type === 'purchase' && event.charged === 0 && event.amount === 0));
});

test('the bad month stands out: one plan, one reason, sour answers', () => {
  const { plan, start } = outageOf(STARTED);
  const bad = churnBetween(books, month(4), month(3), plan);
  const others = [7, 6, 5, 3, 2, 1].map((back) => churnBetween(books, month(back), month(back - 1), plan));
  assert.ok(
    others.every((rate) => bad >= 3 * rate),
    `${bad} against ${others.join(' ')}`,
  );
  const reasons = history.filter((event) => event.type === 'cancellation' && event.reason === 'outage');
  assert.ok(reasons.length > 30);
  assert.ok(reasons.every((event) => event.time >= start && event.time < month(3)));
  assert.ok(churnBetween(books, month(4), month(3), 'team') < 0.06);
});

test('a verbatim fits its score', () => {
  for (const event of history) {
    if (event.type !== 'survey' || event.verbatim === undefined) continue;
    if (event.verbatim.includes('outage')) assert.ok(event.score! <= 6, event.verbatim);
    if (event.verbatim.includes('I tell everyone')) assert.ok(event.score! >= 9);
  }
});

test('a week of running leaves a business of the same size', () => {
  const live = createSimulation(PLAN);
  live.takeUntil(STARTED);
  const week = live.takeUntil(STARTED + 7 * DAY);
  const after = booksOf([...history, ...week]);
  const [before, end] = [STARTED, STARTED + 7 * DAY];
  const near = (value: number, to: number): boolean => Math.abs(value / to - 1) < 0.25;
  assert.ok(near(after.at(end).size, books.at(before).size));
  assert.ok(near(mrrAt(after, end), mrrAt(books, before)));
  const churn = churnBetween(after, end - 30 * DAY, end);
  assert.ok(churn > 0.01 && churn < 0.05, `churn ${churn}`);
  const money = week.filter((event) => MONEY.has(event.type)).length / (7 * 24 * 60);
  assert.ok(money > 1.5 && money < 5, `${money} money events a minute`);
});

test('cards fail all at once a few minutes after the start and every six hours, and work again soon', () => {
  const live = createSimulation(PLAN);
  live.takeUntil(STARTED);
  const after = booksOf([...history, ...live.takeUntil(STARTED + DAY)]);
  const churnAt = (instant: number) => churnBetween(after, instant - 30 * DAY, instant);
  for (const hours of [0, 6, 12, 18]) {
    const start = STARTED + hours * HOUR;
    const churns = [1, 7, 13].map((minutes) => churnAt(start + minutes * 60_000));
    assert.ok(churns[0]! < 0.06 && churns[1]! > 0.075 && churns[2]! < 0.06, churns.join(' '));
  }
  assert.ok(after.at(STARTED + DAY).size > 1_500);
});

test('some years of running neither die out nor grow without end', () => {
  const quiet = [[0, Number.MAX_SAFE_INTEGER]] as const;
  const end = STARTED + 600 * DAY;
  const years = booksOf(createSimulation({ ...PLAN, quiet }).takeUntil(end));
  assert.ok(Math.abs(years.at(end).size / books.at(STARTED).size - 1) < 0.25);
  assert.ok(Math.abs(mrrAt(years, end) / mrrAt(books, STARTED) - 1) < 0.35);
});

test('stopped and started again, the business goes on as if it had run', () => {
  const through = STARTED + 5 * HOUR;
  const once = createSimulation(PLAN);
  once.takeUntil(through);
  const rest = once.takeUntil(through + DAY);
  const again = createSimulation(resume(PLAN, through, through + DAY));
  again.takeUntil(through);
  assert.deepEqual(again.takeUntil(through + DAY), rest);
});

test('a month away is filled with a believable, bounded number of events', () => {
  const now = STARTED + 30 * DAY;
  const plan = resume(PLAN, STARTED + HOUR, now);
  const back = createSimulation(plan);
  back.takeUntil(STARTED + HOUR);
  const gap = back.takeUntil(now);
  assert.ok(gap.length > 3_000 && gap.length < 40_000, `${gap.length} events`);
  const days = new Set(gap.map((event) => Math.floor(event.time / DAY)));
  assert.equal(days.size, 31);
});

test('chatter keeps its rate and says the same of a second twice', () => {
  const live = createSimulation(PLAN);
  live.takeUntil(STARTED);
  const seconds = Array.from({ length: 300 }, (_, i) => live.chatterAt(STARTED + i * 1_000, 10));
  assert.ok(Math.abs(seconds.flat().length / 3_000 - 1) < 0.1);
  assert.deepEqual(live.chatterAt(STARTED, 10), seconds[0]);
  assert.ok(seconds[0]!.every((event) => event.time >= Math.floor(STARTED / 1_000) * 1_000));
});
