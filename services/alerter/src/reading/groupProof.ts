import { timeOfNewest, timesBetween } from '@tidemark/clickhouse';
import { judgeSums } from '@tidemark/core';
import { nothing, readDay } from './days.ts';
import type { Crossing, Question, Reader } from './question.ts';
import type { View } from './view.ts';

/** Each step looks so many times as far back as the one before, up to the most. */
const STRIDE = 8;
const LOOKED_THROUGH = 200_000;

const isPastAt = async (
  context: Reader,
  view: View,
  { watch, group, day, knownBefore }: Question,
  until?: number,
): Promise<boolean> => {
  const counted = { knownBefore, ...(until === undefined ? {} : { until }) };
  const groups = await readDay(context, view, watch, day, counted);
  return judgeSums(watch, groups.get(group) ?? nothing(watch), view.settings) === 'past';
};

/**
 * Of a group, which no live sum is kept for, history is asked for the value without what came after a time: further and further
 * back until it is not past the threshold, and then by halves. The time found is one at which the value went past; where it did more
 * than once of late, not always the last. That it is past now was read from history already.
 */
export const findGroupCrossing = async (
  context: Reader,
  view: View,
  question: Question,
): Promise<Crossing> => {
  const query = { tenant: view.tenant, knownBefore: question.knownBefore };
  let past = await timeOfNewest(context.clickhouse, query, 1);
  if (past === null) return { isPast: true, event_time: null };
  for (let count = 1; ; count *= STRIDE) {
    const oldest = (await timeOfNewest(context.clickhouse, query, Math.min(count, LOOKED_THROUGH)))!;
    const isPast = await isPastAt(context, view, question, oldest - 1);
    if (!isPast) return { isPast: true, event_time: await between(context, view, question, oldest, past) };
    if (count >= LOOKED_THROUGH) return { isPast: true, event_time: oldest };
    past = oldest - 1;
  }
};

/** The value is past the threshold with facts up to `last`, and not with those before `first`. */
const between = async (
  context: Reader,
  view: View,
  question: Question,
  first: number,
  last: number,
): Promise<number> => {
  const query = { tenant: view.tenant, knownBefore: question.knownBefore };
  const times = await timesBetween(context.clickhouse, query, first, last);
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (await isPastAt(context, view, question, times[middle]!)) high = middle;
    else low = middle + 1;
  }
  return times[low] ?? last;
};

export const isGroupDisproved = async (
  context: Reader,
  view: View,
  question: Question,
  event_time: number,
): Promise<boolean> => !(await isPastAt(context, view, question, event_time));
