import { parseDuration } from '../settings/duration.ts';
import type { Fact } from '../timeline/fact.ts';
import { movementsOf } from '../timeline/movements.ts';
import { type MrrStep, mrrStepsOf } from '../timeline/mrr.ts';
import { type Act, actsOf, segmentsOf } from '../timeline/subscriptions.ts';
import type { Definitions, Movement } from '../transition.ts';
import { activeHistory, addActive } from './active.ts';
import type { TermChanges } from './changes.ts';
import { committedSteps } from './committed.ts';
import { addRecurring, dailyMrr } from './recurring.ts';

/** All that follows from a customer's purchases and cancellations taken together. */
export interface Lifetime {
  readonly facts: readonly Fact[];
  readonly acts: readonly Act[];
  readonly steps: readonly MrrStep[];
  readonly movements: readonly Movement[];
}

const graceOf = (definitions: Definitions): number => parseDuration(definitions.settings.renewal_grace) ?? 0;

export const lifetimeOf = (facts: readonly Fact[], definitions: Definitions): Lifetime => {
  const acts = actsOf(facts);
  const steps = mrrStepsOf(segmentsOf(acts, graceOf(definitions)));
  return { facts, acts, steps, movements: movementsOf(steps) };
};

/** MRR, committed MRR and activity terms of one customer, `sign` times. The ledger's terms follow from the ledger's changes. */
export const addLifetime = (
  { facts, acts, steps }: Lifetime,
  definitions: Definitions,
  sign: 1n | -1n,
  changes: TermChanges,
): void => {
  const daily = dailyMrr(steps, definitions);
  addRecurring(daily, sign, changes);
  changes.addSteps(
    'committed_mrr',
    committedSteps(acts, daily, graceOf(definitions), definitions.calendar),
    sign,
  );
  addActive(activeHistory(facts, steps, definitions), definitions, sign, changes);
};
