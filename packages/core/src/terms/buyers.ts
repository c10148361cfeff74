import { daysOf, ROLLING_WINDOWS, WINDOWS } from '../metrics/window.ts';
import type { PurchaseFact } from '../timeline/fact.ts';
import type { TermChanges } from './changes.ts';
import { isOrder } from './charges.ts';
import type { TermFamily } from './family.ts';

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

/**
 * `buyers.W`, `repeat_buyers.W`, `loyal_buyers.W`: 1 where the customer has at least one, two, `loyal_purchases` orders in the window.
 * `purchase_gaps.W`, `purchase_gap_days.W`: gaps between consecutive distinct days of purchase that end in the window, and their days.
 */
export const buyers: TermFamily = {
  name: 'buyers',
  reads: new Set(['purchase']),
  additive: false,
  add: (facts, { calendar, settings }, sign, changes) => {
    const days = facts
      .filter((fact): fact is PurchaseFact => fact.type === 'purchase' && isOrder(fact))
      .map((fact) => calendar.dayOf(fact.time));
    for (const window of WINDOWS) {
      const length = daysOf(window);
      addAtLeast(`buyers.${window}`, days, 1, length, sign, changes);
      addAtLeast(`repeat_buyers.${window}`, days, 2, length, sign, changes);
      addAtLeast(`loyal_buyers.${window}`, days, settings.loyal_purchases, length, sign, changes);
    }
    for (const [index, day] of days.entries()) {
      const gap = index === 0 ? 0 : day - days[index - 1]!;
      if (gap === 0) continue;
      for (const window of WINDOWS) {
        const end = day + daysOf(window);
        changes.addBetween(`purchase_gaps.${window}`, day, end, sign);
        changes.addBetween(`purchase_gap_days.${window}`, day, end, sign * BigInt(gap));
      }
    }
  },
};

/** `existing_revenue.W`: revenue in the window of a customer whose first purchase came before it. */
export const existingRevenue: TermFamily = {
  name: 'existing revenue',
  reads: new Set(['purchase', 'return']),
  additive: false,
  add: (facts, { calendar }, sign, changes) => {
    const first = facts.find((fact) => fact.type === 'purchase' && isOrder(fact));
    if (first === undefined) return;
    const firstDay = calendar.dayOf(first.time);
    for (const fact of facts) {
      if (fact.type !== 'purchase' && fact.type !== 'return') continue;
      const day = calendar.dayOf(fact.time);
      const amount = fact.type === 'purchase' ? BigInt(fact.charged) : -BigInt(fact.amount);
      for (const window of ROLLING_WINDOWS) {
        const length = daysOf(window);
        // On day d the first purchase lies before the window exactly where firstDay ≤ d − length.
        changes.addBetween(
          `existing_revenue.${window}`,
          Math.max(day, firstDay + length),
          day + length,
          sign * amount,
        );
      }
    }
  },
};
