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

const addLifetime = (
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

const sameSteps = (a: readonly MrrStep[], b: readonly MrrStep[]): boolean =>
  a.length === b.length && a.every((step, index) => step.at === b[index]!.at && step.mrr === b[index]!.mrr);

/** Whether MRR is all there is to these terms: nothing waits for its day, and buying alone makes nobody active. */
const isPlain = ({ acts }: Lifetime, { settings }: Definitions): boolean =>
  settings.active_days_after_purchase === null && acts.every((act) => act.effective <= act.time);

/**
 * What a change does to MRR, committed MRR and activity terms. The ledger's terms follow from the ledger's changes.
 * Most purchases are renewals at the same price, which leave the steps of MRR as they were.
 */
export const addLifetimeChange = (
  before: Lifetime,
  after: Lifetime,
  definitions: Definitions,
  changes: TermChanges,
): void => {
  if (sameSteps(before.steps, after.steps) && isPlain(before, definitions) && isPlain(after, definitions))
    return;
  addLifetime(before, definitions, -1n, changes);
  addLifetime(after, definitions, 1n, changes);
};
