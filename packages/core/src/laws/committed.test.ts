import assert from 'node:assert/strict';
import fc from 'fast-check';
import { graceOf } from '../terms/lifetime.ts';
import type { CancellationFact, PurchaseFact } from '../timeline/fact.ts';
import { standingFacts } from '../timeline/state.ts';
import { anyDefinitions, anyStream, LAST_DAY } from './arbitrary.ts';
import { fold, valueAt } from './fold.ts';
import { law } from './runs.ts';

type ActFact = PurchaseFact | CancellationFact;

/** Before `b` of one and the same instant come cancellations, then purchases by their ids. */
const isLater = (a: ActFact, b: ActFact): boolean => {
  if (a.effective !== b.effective) return a.effective > b.effective;
  if (a.type !== b.type) return a.type === 'purchase';
  return a.id > b.id;
};

law(
  'committed MRR is what the last act of each subscription says that has been sent or has come, an expiry ahead taken as renewed',
  [anyStream, anyDefinitions, fc.integer({ min: -2, max: LAST_DAY + 400 })],
  (events, definitions, day) => {
    const { state, terms } = fold(events, definitions);
    const end = definitions.calendar.startOf(day + 1);
    const acts = standingFacts(state).filter(
      (fact): fact is ActFact =>
        (fact.type === 'cancellation' || (fact.type === 'purchase' && fact.subscription !== null)) &&
        (fact.time < end || fact.effective < end),
    );
    let committed = 0n;
    for (const id of ['s', 't']) {
      const own = acts.filter((act) =>
        act.type === 'purchase' ? act.subscription!.id === id : (act.subscription ?? id) === id,
      );
      const last = own.find((act) => own.every((other) => other === act || isLater(act, other)));
      if (last?.type !== 'purchase') continue;
      const { mrr, expires_at } = last.subscription!;
      if (expires_at === null || expires_at + graceOf(definitions) >= end) committed += mrr;
    }
    assert.equal(valueAt(terms, 'committed_mrr', day), committed);
  },
);
