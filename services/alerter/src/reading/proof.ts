import { timelinesSince, timeOfNewest } from '@tidemark/clickhouse';
import { type Contribution, contributionsOf, crossingTime, daysOf, sumsUpTo } from '@tidemark/core';
import type { Context } from '../context.ts';
import { judgeSums, type WatchedSums } from './judged.ts';
import { readPast } from './past.ts';
import { type MetricWatch, termsOf, type View } from './view.ts';

/** So many of the newest events are looked through for the one that made a rule cross. */
const LOOKED_THROUGH = 5_000;
const BEFORE = ' before';

const withBefore = (sums: WatchedSums): ReadonlyMap<string, bigint> =>
  new Map([
    ...sums.now,
    ...[...(sums.before ?? [])].map(([term, sum]) => [`${term}${BEFORE}`, sum] as const),
  ]);

const apart = (watch: MetricWatch, sums: ReadonlyMap<string, bigint>): WatchedSums => {
  if (watch.change === null) return { now: sums, before: null };
  const terms = termsOf(watch);
  return { now: sums, before: new Map(terms.map((term) => [term, sums.get(`${term}${BEFORE}`) ?? 0n])) };
};

const dayBefore = (watch: MetricWatch, day: number): number => day - daysOf(watch.window);

/** What a rule reads of a day, from history. */
export const sumsOfDay = async (
  context: Pick<Context, 'clickhouse'>,
  view: View,
  watch: MetricWatch,
  day: number,
  knownBefore: number,
): Promise<WatchedSums> => {
  const days = watch.change === null ? [day] : [dayBefore(watch, day), day];
  const sums = await readPast(context, view, watch, days, knownBefore);
  return { now: sums.at(-1)!, before: watch.change === null ? null : sums[0]! };
};

const contributions = async (
  { clickhouse }: Pick<Context, 'clickhouse'>,
  { tenant, definitions }: View,
  watch: MetricWatch,
  day: number,
  knownBefore: number,
  from: number,
): Promise<readonly Contribution[]> => {
  const terms = new Set(termsOf(watch));
  const timelines = await timelinesSince(clickhouse, { tenant, knownBefore }, from);
  return timelines
    .flatMap((events) => {
      const now = contributionsOf(events, terms, day, definitions);
      if (watch.change === null) return now;
      const before = contributionsOf(events, terms, dayBefore(watch, day), definitions);
      return now.map(({ time, changes }, index) => ({
        time,
        changes: withBefore({ now: changes, before: before[index]!.changes }),
      }));
    })
    .filter(({ time }) => time >= from);
};

/** Whether history, too, has the value past the threshold, and the `time` of the event that made it so. */
export const findCrossing = async (
  context: Pick<Context, 'clickhouse'>,
  view: View,
  watch: MetricWatch,
  day: number,
  knownBefore: number,
): Promise<{ readonly isPast: boolean; readonly event_time: number | null }> => {
  const sums = await sumsOfDay(context, view, watch, day, knownBefore);
  const isPast = (each: ReadonlyMap<string, bigint>) =>
    judgeSums(watch, apart(watch, each), view.settings) === 'past';
  const whole = withBefore(sums);
  if (!isPast(whole)) return { isPast: false, event_time: null };
  const from = await timeOfNewest(context.clickhouse, { tenant: view.tenant, knownBefore }, LOOKED_THROUGH);
  if (from === null) return { isPast: true, event_time: null };
  const parts = await contributions(context, view, watch, day, knownBefore, from);
  return { isPast: true, event_time: crossingTime(whole, parts, isPast) ?? from };
};

/**
 * Whether the facts with `time` up to that of the event that made a rule cross, as known now, are not past the threshold:
 * then the value never crossed, and the alert is withdrawn. What customers did later is left out.
 */
export const isDisproved = async (
  context: Pick<Context, 'clickhouse'>,
  view: View,
  watch: MetricWatch,
  { day, event_time }: { readonly day: number; readonly event_time: number },
  knownBefore: number,
): Promise<boolean> => {
  const sums = await sumsOfDay(context, view, watch, day, knownBefore);
  const later = await contributions(context, view, watch, day, knownBefore, event_time + 1);
  const then = sumsUpTo(withBefore(sums), later, event_time);
  return judgeSums(watch, apart(watch, then), view.settings) !== 'past';
};
