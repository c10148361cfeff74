import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ROLLING_DAYS, ROLLING_WINDOWS } from '../metrics/window.ts';
import { isOrder } from '../terms/charges.ts';
import type { PurchaseFact } from '../timeline/fact.ts';
import { standingFacts } from '../timeline/state.ts';
import { anyDefinitions, anyStream, LAST_DAY } from './arbitrary.ts';
import { fold, valueAt } from './fold.ts';
import { law } from './runs.ts';

law(
  'terms of buying equal a plain count over the window, on any day',
  [anyStream, anyDefinitions, fc.integer({ min: 0, max: LAST_DAY + 400 })],
  (events, definitions, day) => {
    const { state, terms } = fold(events, definitions);
    const { dayOf } = definitions.calendar;
    const facts = standingFacts(state);
    const orders = facts.filter((fact): fact is PurchaseFact => fact.type === 'purchase' && isOrder(fact));
    const days = [...new Set(orders.map((order) => dayOf(order.time)))];
    for (const window of ROLLING_WINDOWS) {
      const start = day - ROLLING_DAYS[window];
      const within = (time: number) => dayOf(time) > start && dayOf(time) <= day;
      const value = (term: string) => valueAt(terms, `${term}.${window}`, day);
      const count = orders.filter((order) => within(order.time)).length;
      assert.equal(value('buyers'), count >= 1 ? 1n : 0n, 'buyers');
      assert.equal(value('repeat_buyers'), count >= 2 ? 1n : 0n, 'repeat_buyers');
      const loyal = definitions.settings.loyal_purchases;
      assert.equal(value('loyal_buyers'), count >= loyal ? 1n : 0n, 'loyal_buyers');
      const gaps = days.slice(1).map((end, index) => ({ end, length: end - days[index]! }));
      const ending = gaps.filter(({ end }) => end > start && end <= day);
      assert.equal(value('purchase_gaps'), BigInt(ending.length), 'purchase_gaps');
      assert.equal(
        value('purchase_gap_days'),
        BigInt(ending.reduce((sum, gap) => sum + gap.length, 0)),
        'purchase_gap_days',
      );
      let revenue = 0n;
      for (const fact of facts) {
        if (!within(fact.time)) continue;
        if (fact.type === 'purchase') revenue += BigInt(fact.charged);
        if (fact.type === 'return') revenue -= BigInt(fact.amount);
      }
      assert.equal(value('revenue'), revenue, 'revenue');
      const existing = orders.length > 0 && dayOf(orders[0]!.time) <= start;
      assert.equal(value('existing_revenue'), existing ? revenue : 0n, 'existing_revenue');
    }
  },
  100,
);
