import { daysOf, WINDOWS } from '../metrics/window.ts';
import type { PurchaseFact } from '../timeline/fact.ts';
import { eachFact, type TermFamily } from './family.ts';
import { addToWindows } from './sink.ts';
import { termOf } from './termOf.ts';

/** Every purchase is an order, but for one with a subscription that charged nothing: a trial, a scheduled change (contract §1). */
export const isOrder = (purchase: PurchaseFact): boolean =>
  purchase.subscription === null || purchase.charged > 0;

/** `revenue.W`: Σ charged − Σ returned, minor units. `orders.W`: number of orders. Each in its own day. */
export const charges: TermFamily = {
  name: 'charges',
  reads: new Set(['purchase', 'return']),
  change: eachFact((facts, { calendar }, sign, changes) => {
    for (const fact of facts) {
      if (fact.type !== 'purchase' && fact.type !== 'return') continue;
      const day = calendar.dayOf(fact.time);
      const amount = fact.type === 'purchase' ? fact.charged : -fact.amount;
      const signed = Number(sign);
      for (const window of WINDOWS) {
        const end = day + daysOf(window);
        changes.addBetween(termOf('revenue', window), day, end, signed * amount);
        if (fact.type === 'purchase' && isOrder(fact))
          changes.addBetween(termOf('orders', window), day, end, signed);
      }
    }
  }),
  atEnd: {
    isEnough: () => true,
    add: (_, fact, { calendar }, sink) => {
      if (fact.type !== 'purchase' && fact.type !== 'return') return;
      const day = calendar.dayOf(fact.time);
      addToWindows(sink, 'revenue', day, fact.type === 'purchase' ? fact.charged : -fact.amount);
      if (fact.type === 'purchase' && isOrder(fact)) addToWindows(sink, 'orders', day, 1);
    },
  },
};
