import { daysOf, WINDOWS } from '../metrics/window.ts';
import type { Fact, PurchaseFact } from '../timeline/fact.ts';
import type { TermChanges } from './changes.ts';
import { isOrder } from './charges.ts';
import type { TermFamily } from './family.ts';
import { addStretch, addToWindows, type TermSink, WINDOW_DAYS } from './sink.ts';
import { termOf } from './termOf.ts';

/** Adds `sign` on the days on which at least `count` of the ascending `days` lie in the window that ends there. */
const addAtLeast = (
  term: string,
  days: readonly number[],
  count: number,
  length: number,
  sign: number,
  changes: TermChanges,
): void => {
  let reached = -Infinity;
  for (let last = count - 1; last < days.length; last++) {
    const start = Math.max(days[last]!, reached);
    const end = days[last - count + 1]! + length;
    changes.addBetween(term, start, end, sign);
    reached = Math.max(reached, end);
  }
};

const addGaps = (days: readonly number[], sign: number, changes: TermChanges): void => {
  for (const [index, day] of days.entries()) {
    const gap = index === 0 ? 0 : day - days[index - 1]!;
    if (gap === 0) continue;
    for (const window of WINDOWS) {
      const end = day + daysOf(window);
      changes.addBetween(termOf('purchase_gaps', window), day, end, sign);
      changes.addBetween(termOf('purchase_gap_days', window), day, end, sign * gap);
    }
  }
};

const REPEAT = 2;

/**
 * What one more order on `day` adds to "at least `count` in the window": with it the `count`-th last lies later, so the window
 * holds them for longer.
 */
const addNextBuyer = (
  sink: TermSink,
  term: string,
  orders: readonly number[],
  day: number,
  count: number,
): void => {
  const was = orders[orders.length - count];
  const is = count === 1 ? day : orders[orders.length - count + 1];
  if (is === undefined) return;
  const windows = sink.windowed(term);
  for (let index = 0; index < WINDOW_DAYS.length; index++) {
    const length = WINDOW_DAYS[index]!;
    addStretch(windows[index]!, was === undefined ? day : Math.max(day, was + length), is + length, 1);
  }
};

const ordersOf = (facts: readonly Fact[]): readonly PurchaseFact[] =>
  facts.filter((fact): fact is PurchaseFact => fact.type === 'purchase' && isOrder(fact));

/**
 * `buyers.W`, `repeat_buyers.W`, `loyal_buyers.W`: 1 where the customer has at least one, two, `loyal_purchases` orders in the window.
 * `purchase_gaps.W`, `purchase_gap_days.W`: gaps between consecutive distinct days of purchase that end in the window, and their days.
 */
export const buyers: TermFamily = {
  name: 'buyers',
  reads: new Set(['purchase']),
  change: ({ before, after, fact, sign }, { calendar, settings }, changes) => {
    if (fact.type !== 'purchase' || !isOrder(fact)) return;
    const others = ordersOf(sign === 1n ? before : after);
    const position = ordersOf(sign === 1n ? after : before).indexOf(fact);
    // What an order adds hangs on so many neighbours on either side; further ones would only take each other back.
    const around = (reach: number) => {
      const without = others.slice(Math.max(0, position - reach), position + reach);
      return {
        without: without.map(({ time }) => calendar.dayOf(time)),
        with: without.toSpliced(Math.min(position, reach), 0, fact).map(({ time }) => calendar.dayOf(time)),
      };
    };
    const signed = sign === 1n ? 1 : -1;
    const addCount = (name: string, count: number): void => {
      const near = around(count);
      for (const window of WINDOWS) {
        addAtLeast(termOf(name, window), near.without, count, daysOf(window), -signed, changes);
        addAtLeast(termOf(name, window), near.with, count, daysOf(window), signed, changes);
      }
    };
    addCount('buyers', 1);
    addCount('repeat_buyers', REPEAT);
    addCount('loyal_buyers', settings.loyal_purchases);
    const nearest = around(1);
    addGaps(nearest.without, -signed, changes);
    addGaps(nearest.with, signed, changes);
  },
  atEnd: {
    isEnough: () => true,
    add: ({ orders }, fact, { calendar, settings }, sink) => {
      if (fact.type !== 'purchase' || !isOrder(fact)) return;
      const day = calendar.dayOf(fact.time);
      addNextBuyer(sink, 'buyers', orders, day, 1);
      addNextBuyer(sink, 'repeat_buyers', orders, day, REPEAT);
      addNextBuyer(sink, 'loyal_buyers', orders, day, settings.loyal_purchases);
      const gap = day - (orders.at(-1) ?? day);
      if (gap === 0) return;
      addToWindows(sink, 'purchase_gaps', day, 1);
      addToWindows(sink, 'purchase_gap_days', day, gap);
    },
  },
};
