import type { MrrStep } from '../timeline/mrr.ts';
import type { Definitions } from '../transition.ts';
import { addDifference, addWindowDifference, differFrom } from './difference.ts';
import { ROLLING_LENGTHS, type TermSink } from './sink.ts';
import { type DayStep, type DaySteps, pushStep } from './steps.ts';

/** MRR at the end of each day: what holds just before the next day starts. */
export const dailyMrr = (steps: readonly MrrStep[], { calendar }: Definitions): DaySteps => {
  const days: DayStep[] = [];
  for (const { at, mrr } of steps) pushStep(days, calendar.dayOf(at), mrr);
  return days;
};

const paying = (_: bigint, now: bigint): bigint => (now > 0n ? 1n : 0n);
const kept = (then: bigint, now: bigint): bigint => (then > 0n ? now : 0n);
const floor = (then: bigint, now: bigint): bigint => (then < now ? then : now);

/**
 * `mrr`: at the end of the day; `paying`: 1 where it is not 0. `mrr_start.W`: at the window's start. `mrr_kept.W`: at its end, of those who had any at its
 * start (NRR). `mrr_floor.W`: the lesser of both (GRR). Thousandths of a minor unit.
 */
export const addRecurring = (before: DaySteps, after: DaySteps, sink: TermSink): void => {
  const from = differFrom(before, after);
  if (from === Infinity) return;
  addDifference(sink.term('mrr'), before, after);
  addWindowDifference(sink.term('paying'), before, after, 0, paying, from);
  const atStart = sink.windowed('mrr_start');
  const atBoth = sink.windowed('mrr_kept');
  const least = sink.windowed('mrr_floor');
  for (const [index, length] of ROLLING_LENGTHS.entries()) {
    addDifference(atStart[index]!, before, after, length);
    addWindowDifference(atBoth[index]!, before, after, length, kept, from);
    addWindowDifference(least[index]!, before, after, length, floor, from);
  }
};
