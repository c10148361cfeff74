import { daysOf, WINDOWS } from '../metrics/window.ts';
import type { Fact, PurchaseFact } from '../timeline/fact.ts';
import type { TermChanges } from './changes.ts';
import { isOrder } from './charges.ts';
import type { TermFamily } from './family.ts';
import { addStretch, addToWindows, type TermSink, WINDOW_DAYS } from './sink.ts';

/** Adds `sign` on the days on which at least `count` of the ascending `days` lie in the window that ends there. */
const addAtLeast = (
  term: string,
  days: readonly number[],
  count: number,
  length: number,
  sign: bigint,
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

const addGaps = (days: readonly number[], sign: bigint, changes: TermChanges): void => {
  for (const [index, day] of days.entries()) {
    const gap = index === 0 ? 0 : day - days[index - 1]!;
    if (gap === 0) continue;
    for (const window of WINDOWS) {
      const end = day + daysOf(window);
      changes.addBetween(`purchase_gaps.${window}`, day, end, sign);
      changes.addBetween(`purchase_gap_days.${window}`, day, end, sign * BigInt(gap));
    }
  }
};

const REPEAT = 2;

const addBuyers = (days: readonly number[], loyal: number, sign: bigint, changes: TermChanges): void => {
  for (const window of WINDOWS) {
    const length = daysOf(window);
    addAtLeast(`buyers.${window}`, days, 1, length, sign, changes);
    addAtLeast(`repeat_buyers.${window}`, days, REPEAT, length, sign, changes);
    addAtLeast(`loyal_buyers.${window}`, days, loyal, length, sign, changes);
  }
  addGaps(days, sign, changes);
};

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
    const position = ordersOf(sign === 1n ? after : before).indexOf(fact);
    // What an order adds hangs on at most this many neighbours on either side; further ones would only take each other back.
    const reach = Math.max(REPEAT, settings.loyal_purchases) + 1;
    const near = (facts: readonly Fact[], holds: boolean) =>
      ordersOf(facts)
        .slice(Math.max(0, position - reach), position + reach + (holds ? 1 : 0))
        .map(({ time }) => calendar.dayOf(time));
    addBuyers(near(before, sign === -1n), settings.loyal_purchases, -1n, changes);
    addBuyers(near(after, sign === 1n), settings.loyal_purchases, 1n, changes);
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
