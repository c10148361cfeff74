import {
  columnOf,
  dividerNamed,
  filterOf,
  rankGroups,
  readGroups,
  termsOfPeriod,
  windowPeriod,
} from '@tidemark/clickhouse';
import { daysOf, type MetricWatch, metricOf, type WatchedSums, watchedTerms } from '@tidemark/core';
import type { Context } from '../context.ts';
import type { View } from './view.ts';

/** Which facts count: those that came before a moment and, where it is given, have their `time` up to another. */
export interface Counted {
  readonly day: number;
  readonly knownBefore: number;
  readonly until?: number;
}

/** Whether a rule's sums hang on properties or plans, which no live sum is kept for. */
export const isGrouped = ({ by, where }: MetricWatch): boolean => by !== null || where !== null;

export const NOTHING: ReadonlyMap<string, bigint> = new Map();

/**
 * What a rule with a breakdown or a filter reads of the window that ends with a day, from history, as the API groups it: largest
 * groups first; null is the group of all that is kept, where there is no breakdown.
 */
export const readGroupedSums = async (
  { clickhouse }: Pick<Context, 'clickhouse'>,
  { tenant, settings, calendar }: View,
  watch: MetricWatch,
  { day, knownBefore, until }: Counted,
): Promise<ReadonlyMap<string | null, WatchedSums>> => {
  const { by, where, window, change } = watch;
  const days = change === null ? [day] : [day - daysOf(window), day];
  const live = watchedTerms(watch);
  const names = termsOfPeriod(metricOf(watch));
  const groups = await readGroups(
    clickhouse,
    names,
    {
      by: by === null ? null : dividerNamed(by),
      where: where === null ? null : (filterOf(where) ?? null),
    },
    {
      tenant,
      settings,
      periods: days.map((each) => windowPeriod(calendar, window, each)),
      knownBefore,
      touchpoint: null,
      ...(until === undefined ? {} : { until }),
    },
  );
  const liveNamed = (columns: ReadonlyMap<string, bigint>): ReadonlyMap<string, bigint> =>
    new Map(live.map((term, index) => [term, columns.get(columnOf(names[index]!)) ?? 0n]));
  const sums = rankGroups(groups, names).map(({ group, values }) => {
    const before = change === null ? null : liveNamed(values[0]!);
    return [by === null ? null : group, { now: liveNamed(values.at(-1)!), before }] as const;
  });
  return new Map(sums);
};

/** Of one group; where nothing is left in it, sums of nothing. */
export const readGroupSums = async (
  context: Pick<Context, 'clickhouse'>,
  view: View,
  watch: MetricWatch,
  group: string | null,
  counted: Counted,
): Promise<WatchedSums> => {
  const groups = await readGroupedSums(context, view, watch, counted);
  return groups.get(group) ?? { now: NOTHING, before: watch.change === null ? null : NOTHING };
};
