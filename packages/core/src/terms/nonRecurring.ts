import { daysOf, WINDOWS } from '../metrics/window.ts';
import type { Fact, PurchaseFact } from '../timeline/fact.ts';
import { type AddTerms, eachFact, type TermFamily, wholeTimeline } from './family.ts';
import { addToWindows } from './sink.ts';
import { termOf } from './termOf.ts';

const isSingle = (fact: Fact): fact is PurchaseFact => fact.type === 'purchase' && fact.subscription === null;

const add: AddTerms = (facts, { calendar }, sign, changes) => {
  const orders = new Set<string>();
  for (const fact of facts) {
    if (isSingle(fact) && fact.order !== null) orders.add(fact.order);
  }
  for (const fact of facts) {
    let amount = 0n;
    if (isSingle(fact)) amount = BigInt(fact.charged);
    else if (fact.type === 'return' && orders.has(fact.order)) amount = -BigInt(fact.amount);
    if (amount === 0n) continue;
    const day = calendar.dayOf(fact.time);
    for (const window of WINDOWS)
      changes.addBetween(termOf('non_recurring', window), day, day + daysOf(window), sign * amount);
  }
};

/**
 * `non_recurring.W`: Σ charged by purchases without a subscription − Σ returned of such orders, minor units.
 * A return belongs here where a purchase without a subscription carries the order it names, whichever came first.
 */
export const nonRecurring: TermFamily = {
  name: 'non-recurring',
  reads: new Set(['purchase', 'return']),
  change: (change, definitions, changes) => {
    const named = change.fact.type === 'return' || change.before.some((fact) => fact.type === 'return');
    (named ? wholeTimeline(add) : eachFact(add))(change, definitions, changes);
  },
  atEnd: {
    isEnough: ({ returned }, fact) =>
      fact.type !== 'return' && !(returned && isSingle(fact) && fact.order !== null),
    add: (_, fact, { calendar }, sink) => {
      if (isSingle(fact)) addToWindows(sink, 'non_recurring', calendar.dayOf(fact.time), fact.charged);
    },
  },
};
