import { ROLLING_DAYS, ROLLING_WINDOWS } from '../metrics/window.ts';
import type { MrrStep } from '../timeline/mrr.ts';
import type { Definitions } from '../transition.ts';
import type { TermChanges } from './changes.ts';
import { type DayStep, type DaySteps, overWindow, pushStep } from './steps.ts';
import { termOf } from './termOf.ts';

/** MRR at the end of each day: what holds just before the next day starts. */
export const dailyMrr = (steps: readonly MrrStep[], { calendar }: Definitions): DaySteps => {
  const days: DayStep[] = [];
  for (const { at, mrr } of steps) pushStep(days, calendar.dayOf(at), mrr);
  return days;
};

/**
 * `mrr`: at the end of the day; `paying`: 1 where it is not 0. `mrr_start.W`: at the window's start. `mrr_kept.W`: at its end, of those who had any at its
 * start (NRR). `mrr_floor.W`: the lesser of both (GRR). Thousandths of a minor unit.
 */
export const addRecurring = (daily: DaySteps, sign: 1n | -1n, changes: TermChanges): void => {
  changes.addSteps('mrr', daily, sign);
  const paying: DayStep[] = [];
  for (const { day, value } of daily) pushStep(paying, day, value > 0n ? 1n : 0n);
  changes.addSteps('paying', paying, sign);
  for (const window of ROLLING_WINDOWS) {
    const days = ROLLING_DAYS[window];
    changes.addSteps(
      termOf('mrr_start', window),
      overWindow(daily, days, (then) => then),
      sign,
    );
    changes.addSteps(
      termOf('mrr_kept', window),
      overWindow(daily, days, (then, now) => (then > 0n ? now : 0n)),
      sign,
    );
    changes.addSteps(
      termOf('mrr_floor', window),
      overWindow(daily, days, (then, now) => (then < now ? then : now)),
      sign,
    );
  }
};
