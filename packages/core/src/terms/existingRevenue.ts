import { daysOf, ROLLING_WINDOWS } from '../metrics/window.ts';
import type { Fact } from '../timeline/fact.ts';
import type { Definitions } from '../transition.ts';
import type { TermChanges } from './changes.ts';
import { isOrder } from './charges.ts';
import type { TermFamily } from './family.ts';
import { addStretch, ROLLING_LENGTHS } from './sink.ts';
import { termOf } from './termOf.ts';

const firstOrder = (facts: readonly Fact[]): Fact | undefined =>
  facts.find((fact) => fact.type === 'purchase' && isOrder(fact));

const add = (
  facts: readonly Fact[],
  first: Fact | undefined,
  { calendar }: Definitions,
  sign: bigint,
  changes: TermChanges,
): void => {
  if (first === undefined) return;
  const firstDay = calendar.dayOf(first.time);
  for (const fact of facts) {
    if (fact.type !== 'purchase' && fact.type !== 'return') continue;
    const day = calendar.dayOf(fact.time);
    const amount = fact.type === 'purchase' ? fact.charged : -fact.amount;
    for (const window of ROLLING_WINDOWS) {
      const length = daysOf(window);
      // On day d the first order lies before the window exactly where firstDay ≤ d − length.
      changes.addBetween(
        termOf('existing_revenue', window),
        Math.max(day, firstDay + length),
        day + length,
        Number(sign) * amount,
      );
    }
  }
};

/** `existing_revenue.W`: revenue in the window of a customer whose first order came before it. */
export const existingRevenue: TermFamily = {
  name: 'existing revenue',
  reads: new Set(['purchase', 'return']),
  change: ({ before, after, fact, sign }, definitions, changes) => {
    const was = firstOrder(before);
    const is = firstOrder(after);
    if (was?.time === is?.time) add([fact], is, definitions, sign, changes);
    else {
      add(before, was, definitions, -1n, changes);
      add(after, is, definitions, 1n, changes);
    }
  },
  atEnd: {
    // A first order would make earlier returns count.
    isEnough: ({ firstOrder, returned }) => firstOrder !== null || !returned,
    add: ({ firstOrder }, fact, { calendar }, sink) => {
      if (firstOrder === null || (fact.type !== 'purchase' && fact.type !== 'return')) return;
      const amount = fact.type === 'purchase' ? fact.charged : -fact.amount;
      if (amount === 0) return;
      const day = calendar.dayOf(fact.time);
      const windows = sink.windowed('existing_revenue');
      for (const [index, length] of ROLLING_LENGTHS.entries())
        addStretch(windows[index]!, Math.max(day, firstOrder + length), day + length, amount);
    },
  },
};
