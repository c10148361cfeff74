import { isOrder } from './charges.ts';
import { eachAlone } from './family.ts';
import { addToWindows } from './sink.ts';

/**
 * `units_beyond.W`: units of orders beyond one each; with `orders.W` they are the units sold, and an order of one unit costs nothing.
 * `units_returned.W`. Each in its own day.
 */
export const units = eachAlone('units', ['purchase', 'return'], (fact, { calendar }, sink) => {
  if (fact.type === 'return') addToWindows(sink, 'units_returned', calendar.dayOf(fact.time), fact.quantity);
  else if (fact.quantity !== 1 && isOrder(fact))
    addToWindows(sink, 'units_beyond', calendar.dayOf(fact.time), fact.quantity - 1);
});
