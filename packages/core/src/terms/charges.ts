import type { PurchaseFact } from '../timeline/fact.ts';
import { eachAlone } from './family.ts';
import { addToWindows } from './sink.ts';

/** Every purchase is an order, but for one with a subscription that charged nothing: a trial, a scheduled change (contract §1). */
export const isOrder = (purchase: PurchaseFact): boolean =>
  purchase.subscription === null || purchase.charged > 0;

/** `revenue.W`: Σ charged − Σ returned, minor units. `orders.W`: number of orders. Each in its own day. */
export const charges = eachAlone('charges', ['purchase', 'return'], (fact, { calendar }, sink) => {
  const day = calendar.dayOf(fact.time);
  addToWindows(sink, 'revenue', day, fact.type === 'purchase' ? fact.charged : -fact.amount);
  if (fact.type === 'purchase' && isOrder(fact)) addToWindows(sink, 'orders', day, 1);
});
