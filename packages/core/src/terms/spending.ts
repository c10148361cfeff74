import { eachAlone } from './family.ts';
import { addToWindows } from './sink.ts';

/**
 * `spend_acquisition.W`, `spend_retention.W`, `spend_marketing_other.W`, `spend_service.W`: Σ spent, minor units, each in its own
 * day. Spend has no customer: it is a timeline of its own.
 */
export const spending = eachAlone('spending', ['spend'], (fact, { calendar }, sink) => {
  addToWindows(sink, `spend_${fact.category}`, calendar.dayOf(fact.time), fact.amount);
});
