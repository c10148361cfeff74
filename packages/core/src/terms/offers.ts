import { eachAlone } from './family.ts';
import { addToWindows } from './sink.ts';

/**
 * `upsell_revenue.W`: Σ charged by purchases that sold up or across. `retention_revenue.W`: Σ charged by purchases that a retention
 * programme led to. Minor units, each in its own day; a return says nothing of either.
 */
export const offers = eachAlone('offers', ['purchase'], (fact, { calendar }, sink) => {
  if (fact.sale === 'standard' && !fact.retention) return;
  const day = calendar.dayOf(fact.time);
  if (fact.sale !== 'standard') addToWindows(sink, 'upsell_revenue', day, fact.charged);
  if (fact.retention) addToWindows(sink, 'retention_revenue', day, fact.charged);
});
