import {
  type ActiveHistory,
  boughtUntil,
  joined,
  pushStretches,
  type Stretch,
  stretchesOfMrr,
} from '../terms/active.ts';
import { graceOf, type Lifetime } from '../terms/lifetime.ts';
import { type DayStep, type DaySteps, pushStep } from '../terms/steps.ts';
import { movementsOf } from '../timeline/movements.ts';
import { type MrrStep, mrrStepsOf } from '../timeline/mrr.ts';
import { type Act, segmentsOf } from '../timeline/subscriptions.ts';
import type { Definitions, Movement } from '../transition.ts';
import type { Recent } from './recent.ts';

/** What acts on a customer after `recent.last`. */
export interface Acting {
  /** All that is in force or still ahead, in the order in which it applies. */
  readonly acts: readonly Act[];
  /** Instants of purchases without a subscription, all after `recent.last`. */
  readonly singles: readonly number[];
}

const mrrNow = ({ daily }: Recent): bigint => daily.at(-1)?.value ?? 0n;

/** Purchases that keep the customer active, with the instant at which nothing but a cancellation would have ended that. */
const boughtStretches = (recent: Recent, { acts, singles }: Acting, { calendar, settings }: Definitions) => {
  const days = settings.active_days_after_purchase!;
  const starts = acts.flatMap(({ type, effective }) =>
    type === 'purchase' && effective > recent.last ? [effective] : [],
  );
  const stretches: Stretch[] = [...starts, ...singles].map((start) => ({
    start,
    end: boughtUntil(start, days, calendar),
  }));
  const until = recent.bought?.until ?? Number.NEGATIVE_INFINITY;
  if (until > recent.last) stretches.push({ start: recent.last, end: until });
  return stretches;
};

/** Instants at which everything bought before is cancelled, ascending. */
const endingsOf = (recent: Recent, { acts }: Acting): readonly number[] =>
  acts.flatMap((act) =>
    act.type === 'cancellation' && act.subscription === null && act.effective > recent.last
      ? [act.effective]
      : [],
  );

/** The stretches of activity after `recent.last`; one that began before it begins at it. */
const activeAhead = (
  recent: Recent,
  acting: Acting,
  steps: readonly MrrStep[],
  definitions: Definitions,
): readonly Stretch[] => {
  const mrr = mrrNow(recent);
  const paying = stretchesOfMrr(mrr > 0n ? [{ at: recent.last, mrr }, ...steps] : steps);
  if (recent.bought === null) return paying;
  const endings = endingsOf(recent, acting);
  const bought = boughtStretches(recent, acting, definitions).map(({ start, end }) => ({
    start,
    end: Math.min(end, endings.find((at) => at > start) ?? Number.POSITIVE_INFINITY),
  }));
  return joined([...paying, ...bought]);
};

const activeDays = (
  recent: Recent,
  daily: DaySteps,
  stretches: readonly Stretch[],
  definitions: Definitions,
) => {
  const days: DayStep[] = [];
  if (recent.bought !== null) {
    days.push(...recent.bought.daily);
    pushStretches(days, stretches, definitions.calendar);
  } else for (const { day, value } of daily) pushStep(days, day, value > 0n ? 1n : 0n);
  return days;
};

/** What happens to a customer after `recent.last`. */
export interface Ahead {
  readonly acts: readonly Act[];
  readonly steps: readonly MrrStep[];
  readonly movements: readonly Movement[];
  readonly stretches: readonly Stretch[];
}

export const aheadOf = (recent: Recent, acting: Acting, definitions: Definitions): Ahead => {
  const { acts } = acting;
  const steps = mrrStepsOf(segmentsOf(acts, graceOf(definitions)), recent.last, mrrNow(recent));
  const movements = movementsOf(steps, mrrNow(recent), recent.paid);
  return { acts, steps, movements, stretches: activeAhead(recent, acting, steps, definitions) };
};

/** A lifetime of which only what happens after `recent.last` is complete: all that later events can change. */
export const lifetimeAhead = (
  recent: Recent,
  { acts, steps, movements, stretches }: Ahead,
  definitions: Definitions,
): Lifetime => {
  const daily: DayStep[] = [...recent.daily];
  for (const { at, mrr } of steps) pushStep(daily, definitions.calendar.dayOf(at), mrr);
  const began = stretches[0] === undefined ? null : definitions.calendar.dayOf(stretches[0].start);
  const active: ActiveHistory = {
    daily: activeDays(recent, daily, stretches, definitions),
    first: recent.first ?? began,
  };
  return { acts, steps, movements, daily, active };
};

/** The latest instant to which purchases begun by `last` keep the customer active, unless a later cancellation ends it. */
export const boughtAt = (last: number, recent: Recent, acting: Acting, definitions: Definitions): number => {
  const endings = endingsOf(recent, acting);
  const ends = boughtStretches(recent, acting, definitions)
    .filter(
      ({ start, end }) => start <= last && end > last && !endings.some((at) => at > start && at <= last),
    )
    .map(({ end }) => end);
  return Math.max(Number.NEGATIVE_INFINITY, ...ends);
};
