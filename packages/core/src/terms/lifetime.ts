import { parseDuration } from '../settings/duration.ts';
import type { Fact } from '../timeline/fact.ts';
import { movementsOf } from '../timeline/movements.ts';
import { type MrrStep, mrrStepsOf } from '../timeline/mrr.ts';
import { type Act, actsOf, segmentsOf } from '../timeline/subscriptions.ts';
import type { Definitions, Movement } from '../transition.ts';
import { type ActiveHistory, activeHistory, addActive } from './active.ts';
import { committedSteps } from './committed.ts';
import { addDifference } from './difference.ts';
import { addRecurring, dailyMrr } from './recurring.ts';
import type { TermSink } from './sink.ts';
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

const committedOf = ({ acts, daily }: Lifetime, definitions: Definitions): DaySteps =>
  committedSteps(acts, daily, graceOf(definitions), definitions.calendar);

/**
 * What a change does to MRR, committed MRR and activity terms. The ledger's terms follow from the ledger's changes.
 * Most purchases are renewals at the same price, which leave all of it as it was.
 */
export const addLifetimeChange = (
  before: Lifetime,
  after: Lifetime,
  definitions: Definitions,
  sink: TermSink,
): void => {
  addRecurring(before.daily, after.daily, sink);
  addDifference(
    sink.term('committed_mrr'),
    committedOf(before, definitions),
    committedOf(after, definitions),
  );
  addActive(before.active, after.active, sink);
};
