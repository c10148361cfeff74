import type { Fact } from '../timeline/fact.ts';
import type { Recent } from './recent.ts';

/**
 * A purchase that only goes on with what is in force: the same subscription at the same price, neither ending by itself, and
 * nothing else ahead. Most purchases are such renewals, and MRR and all that follows from it stay as they are.
 */
export const goesOn = (recent: Recent, fact: Fact): boolean => {
  if (fact.type !== 'purchase' || recent.bought !== null) return false;
  const { subscription } = fact;
  if (subscription === null) return true;
  if (fact.effective !== fact.time || subscription.expires_at !== null) return false;
  let same = false;
  for (const act of recent.acts) {
    if (act.effective > recent.last || act.type !== 'purchase') return false;
    if (act.subscription.expires_at !== null || act.effective > act.time) return false;
    if (act.subscription.id === subscription.id) same = act.subscription.mrr === subscription.mrr;
  }
  return same;
};
