import { timelinesSince, timeOfNewest } from '@tidemark/clickhouse';
import {
  type Contribution,
  contributionsOf,
  crossingTime,
  daysOf,
  judgeSums,
  type MetricWatch,
  sumsUpTo,
  type WatchedSums,
  watchedTerms,
} from '@tidemark/core';
import { readPast } from './past.ts';
import type { Crossing, Question, Reader } from './question.ts';
import type { View } from './view.ts';

/**
 * How many of the newest events are looked through for the one that made a rule cross: a few at first, for it is nearly always
 * one of the last. A rule that was past the threshold before all of them has crossed with the oldest, as far as anybody can say.
 */
const LOOKED_THROUGH = [1_000, 20_000, 200_000];
const BEFORE = ' before';

const withBefore = (sums: WatchedSums): ReadonlyMap<string, bigint> =>
  new Map([
    ...sums.now,
    ...[...(sums.before ?? [])].map(([term, sum]) => [`${term}${BEFORE}`, sum] as const),
  ]);

const apart = (watch: MetricWatch, sums: ReadonlyMap<string, bigint>): WatchedSums => {
  if (watch.change === null) return { now: sums, before: null };
  const terms = watchedTerms(watch);
  return { now: sums, before: new Map(terms.map((term) => [term, sums.get(`${term}${BEFORE}`) ?? 0n])) };
};

const dayBefore = (watch: MetricWatch, day: number): number => day - daysOf(watch.window);

/** What a rule reads of a day, from history. */
const sumsOfDay = async (
  context: Reader,
  view: View,
  { watch, day, knownBefore }: Question,
): Promise<WatchedSums> => {
  const days = watch.change === null ? [day] : [dayBefore(watch, day), day];
  const sums = await readPast(context, view, watch, days, knownBefore);
  return { now: sums.at(-1)!, before: watch.change === null ? null : sums[0]! };
};

const contributions = async (
  { clickhouse }: Reader,
  { tenant, definitions }: View,
  { watch, day, knownBefore }: Question,
  from: number,
): Promise<readonly Contribution[]> => {
  const terms = new Set(watchedTerms(watch));
  const found: Contribution[] = [];
  await timelinesSince(clickhouse, { tenant, knownBefore }, from, (events) => {
    const now = contributionsOf(events, terms, day, definitions);
    const before =
      watch.change === null ? null : contributionsOf(events, terms, dayBefore(watch, day), definitions);
    for (const [index, { time, changes }] of now.entries()) {
      if (time < from) continue;
      const both = before === null ? changes : withBefore({ now: changes, before: before[index]!.changes });
      found.push({ time, changes: both });
    }
  });
  return found;
};

export const findTimelineCrossing = async (
  context: Reader,
  view: View,
  question: Question,
): Promise<Crossing> => {
  const { watch, knownBefore } = question;
  const isPast = (each: ReadonlyMap<string, bigint>) =>
    judgeSums(watch, apart(watch, each), view.settings) === 'past';
  const whole = withBefore(await sumsOfDay(context, view, question));
  if (!isPast(whole)) return { isPast: false, event_time: null };
  let from: number | null = null;
  for (const count of LOOKED_THROUGH) {
    const oldest = await timeOfNewest(context.clickhouse, { tenant: view.tenant, knownBefore }, count);
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
  const then = sumsUpTo(withBefore(sums), later, event_time);
  return judgeSums(watch, apart(watch, then), view.settings) !== 'past';
};
