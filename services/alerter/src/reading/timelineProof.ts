import { timelinesSince, timeOfNewest } from '@tidemark/clickhouse';
import {
  bothSums,
  type Contribution,
  crossingTime,
  isPastThreshold,
  metricOf,
  sourceTypes,
  sumsUpTo,
  type WatchedSums,
  watchedContributions,
} from '@tidemark/core';
import { readDay } from './days.ts';
import type { Crossing, Question, Reader } from './question.ts';
import type { View } from './view.ts';

/**
 * How many of the newest events that may change the metric are looked through for the one that made a rule cross: a few at first, for it is nearly always
 * one of the last. A rule that was past the threshold before all of them has crossed with the oldest, as far as anybody can say.
 */
const LOOKED_THROUGH = [1_000, 20_000, 200_000];

/** What a rule reads of a day, from history. */
const sumsOfDay = async (
  context: Reader,
  view: View,
  { watch, day, knownBefore }: Question,
): Promise<WatchedSums> => (await readDay(context, view, watch, day, { knownBefore })).get(null)!;

const contributions = async (
  { clickhouse }: Reader,
  { tenant, definitions }: View,
  { watch, day, knownBefore }: Question,
  from: number,
): Promise<readonly Contribution[]> => {
  const found: Contribution[] = [];
  const types = sourceTypes(metricOf(watch));
  await timelinesSince(clickhouse, { tenant, knownBefore }, from, types, (events) => {
    for (const each of watchedContributions(watch, events, day, definitions))
      if (each.time >= from) found.push(each);
  });
  return found;
};

export const findTimelineCrossing = async (
  context: Reader,
  view: View,
  question: Question,
): Promise<Crossing> => {
  const { watch, knownBefore } = question;
  const isPast = isPastThreshold(watch, view.settings);
  const whole = bothSums(await sumsOfDay(context, view, question));
  if (!isPast(whole)) return { isPast: false, event_time: null };
  const query = { tenant: view.tenant, knownBefore };
  const types = sourceTypes(metricOf(watch));
  let from: number | null = null;
  for (const count of LOOKED_THROUGH) {
    const oldest = await timeOfNewest(context.clickhouse, query, count, types);
    if (oldest === null) return { isPast: true, event_time: null };
    // All there are were looked through before.
    if (oldest === from) break;
    from = oldest;
    const time = crossingTime(whole, await contributions(context, view, question, from), isPast);
    if (time !== null) return { isPast: true, event_time: time };
  }
  return { isPast: true, event_time: from };
};

export const isTimelineDisproved = async (
  context: Reader,
  view: View,
  question: Question,
  event_time: number,
): Promise<boolean> => {
  const { watch } = question;
  const sums = await sumsOfDay(context, view, question);
  const later = await contributions(context, view, question, event_time + 1);
  const then = sumsUpTo(bothSums(sums), later, event_time);
  return !isPastThreshold(watch, view.settings)(then);
};
