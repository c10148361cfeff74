import { eachAlone } from './family.ts';
import { addToWindows } from './sink.ts';

/**
 * `spend_acquisition.W`, `spend_retention.W`, `spend_marketing_other.W`: Σ spent, minor units, each in its own day; service is no
 * marketing. Spend has no customer: it is a timeline of its own.
 */
export const spending = eachAlone('spending', ['spend'], (fact, { calendar }, sink) => {
  if (fact.category === 'service') return;
  addToWindows(sink, `spend_${fact.category}`, calendar.dayOf(fact.time), fact.amount);
});
