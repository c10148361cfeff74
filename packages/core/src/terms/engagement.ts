import { ROLLING_DAYS, ROLLING_WINDOWS } from '../metrics/window.ts';
import { type Acting, aheadOf, lifetimeAhead } from '../recent/ahead.ts';
import { actingWith, isQuiet } from '../recent/extend.ts';
import { goesOn } from '../recent/goesOn.ts';
import type { Recent } from '../recent/recent.ts';
import type { Fact } from '../timeline/fact.ts';
import { mrrStepsOf } from '../timeline/mrr.ts';
import { actsOf, segmentsOf } from '../timeline/subscriptions.ts';
import type { Definitions } from '../transition.ts';
import { activeHistory } from './active.ts';
import { TermChanges } from './changes.ts';
import { eachAlone, type TermFamily, wholeTimeline } from './family.ts';
import { graceOf } from './lifetime.ts';
import { addToWindows } from './sink.ts';
import { type DayStep, type DaySteps, inSight, pushStep, together } from './steps.ts';
import { termOf } from './termOf.ts';

/** `activities.W`: number of activities, each in its own day. */
export const activities = eachAlone('activities', ['activity'], (fact, { calendar }, sink) => {
  addToWindows(sink, 'activities', calendar.dayOf(fact.time), 1);
});

const addEngaged = (
  days: readonly number[],
  active: DaySteps,
  sign: 1n | -1n,
  changes: TermChanges,
): void => {
  for (const window of ROLLING_WINDOWS)
    changes.addSteps(
      termOf('engaged', window),
      together(inSight(days, ROLLING_DAYS[window]), active, (seen, is) => seen * is),
      sign,
    );
};

/** Each day once. */
const daysOfActivity = (facts: readonly Fact[], { calendar }: Definitions): readonly number[] => {
  const days: number[] = [];
  for (const { type, time } of facts) {
    if (type !== 'activity') continue;
    const day = calendar.dayOf(time);
    if (day !== days.at(-1)) days.push(day);
  }
  return days;
};

const activeDaily = (facts: readonly Fact[], definitions: Definitions): DaySteps => {
  const steps = mrrStepsOf(segmentsOf(actsOf(facts), graceOf(definitions)));
  return activeHistory(facts, steps, definitions).daily;
};

/** What stays as it is from the end of the timeline on, without looking further; null where something ends or lies ahead. */
const steadily = (recent: Recent, definitions: Definitions): DaySteps | null =>
  isQuiet(recent, Number.POSITIVE_INFINITY, definitions) ? recent.daily : null;

const positive = (steps: DaySteps): DaySteps => {
  const result: DayStep[] = [];
  for (const { day, value } of steps) pushStep(result, day, value > 0n ? 1n : 0n);
  return result;
};

const activeWith = (recent: Recent, acting: Acting, definitions: Definitions): DaySteps =>
  lifetimeAhead(recent, aheadOf(recent, acting, definitions), definitions).active.daily;

/** When a customer is active from the end of the timeline on. */
const activeAfter = (recent: Recent, definitions: Definitions): DaySteps => {
  const steady = steadily(recent, definitions);
  if (steady !== null) return positive(steady);
  return activeWith(recent, { acts: recent.acts, singles: [] }, definitions);
};

/** A first activity of a day keeps the customer in sight for longer: the days before it were so by the one before. */
const addActivity = (recent: Recent, day: number, definitions: Definitions, changes: TermChanges): void => {
  const before = recent.activity;
  if (before === day) return;
  const active = activeAfter(recent, definitions);
  if (before !== null) addEngaged([before], active, -1n, changes);
  addEngaged(before === null ? [day] : [before, day], active, 1n, changes);
};

/** `engaged.W`: 1 on days at whose end the customer is active and whose window holds an activity. */
export const engagement: TermFamily = {
  name: 'engagement',
  reads: new Set(['activity', 'purchase', 'cancellation']),
  change: wholeTimeline((facts, definitions, sign, changes) => {
    const days = daysOfActivity(facts, definitions);
    if (days.length > 0) addEngaged(days, activeDaily(facts, definitions), sign, changes);
  }),
  atEnd: {
    isEnough: () => true,
    add: (recent, fact, definitions, sink) => {
      if (fact.type !== 'activity' && (recent.activity === null || goesOn(recent, fact))) return;
      const changes = new TermChanges();
      if (fact.type === 'activity')
        addActivity(recent, definitions.calendar.dayOf(fact.time), definitions, changes);
      else {
        // What changes is whether the customer is active, and that only after the latest activity.
        const days = [recent.activity!];
        addEngaged(days, activeAfter(recent, definitions), -1n, changes);
        addEngaged(days, activeWith(recent, actingWith(recent, [fact]), definitions), 1n, changes);
      }
      changes.addTo(sink);
    },
  },
};
