import { parseDuration } from '../settings/duration.ts';
import type { Fact } from '../timeline/fact.ts';
import { movementsOf } from '../timeline/movements.ts';
import { type MrrStep, mrrStepsOf } from '../timeline/mrr.ts';
import { type Act, actsOf, segmentsOf } from '../timeline/subscriptions.ts';
import type { Definitions, Movement } from '../transition.ts';
import { type ActiveHistory, activeHistory, addActive } from './active.ts';
import type { TermChanges } from './changes.ts';
import { committedSteps } from './committed.ts';
import { addRecurring, dailyMrr } from './recurring.ts';
import type { DaySteps } from './steps.ts';

/** All that follows from a customer's purchases and cancellations taken together. */
export interface Lifetime {
  readonly acts: readonly Act[];
  readonly steps: readonly MrrStep[];
  readonly movements: readonly Movement[];
  readonly daily: DaySteps;
  readonly active: ActiveHistory;
}

export const graceOf = ({ settings }: Definitions): number => parseDuration(settings.renewal_grace) ?? 0;

export const lifetimeOf = (facts: readonly Fact[], definitions: Definitions): Lifetime => {
  const acts = actsOf(facts);
  const steps = mrrStepsOf(segmentsOf(acts, graceOf(definitions)));
  const daily = dailyMrr(steps, definitions);
  return {
    acts,
    steps,
    movements: movementsOf(steps),
    daily,
    active: activeHistory(facts, steps, definitions),
  };
};

const addLifetime = (
  { acts, daily, active }: Lifetime,
  definitions: Definitions,
  sign: 1n | -1n,
  changes: TermChanges,
): void => {
  addRecurring(daily, sign, changes);
  const committed = committedSteps(acts, daily, graceOf(definitions), definitions.calendar);
  changes.addSteps('committed_mrr', committed, sign);
  addActive(active, sign, changes);
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
