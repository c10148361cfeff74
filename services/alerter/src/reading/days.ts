import {
  columnOf,
  dividerNamed,
  filterOf,
  type Period,
  rankGroups,
  readGroups,
  readPeriodSums,
  termsOfPeriod,
  windowPeriod,
} from '@tidemark/clickhouse';
import { daysOf, type MetricWatch, metricOf, type WatchedSums, watchedTerms } from '@tidemark/core';
import type { Reader } from './question.ts';
import type { View } from './view.ts';

/** Which facts count: those that came before a moment and, where it is given, have their `time` up to another. */
export interface Counted {
  readonly knownBefore: number;
  readonly until?: number;
}

/** Later than any record came. */
export const AS_KNOWN_NOW = 9_000_000_000_000_000;

/** Whether a rule's sums hang on properties or plans, which no live sum is kept for. */
export const isGrouped = ({ by, where }: MetricWatch): boolean => by !== null || where !== null;

const NONE: ReadonlyMap<string, bigint> = new Map();

/** What is read of a group in which there is nothing. */
export const nothing = ({ change }: MetricWatch): WatchedSums => ({
  now: NONE,
  before: change === null ? null : NONE,
});

type Sums = ReadonlyMap<string, bigint>;

/** Sums of each group over windows, by the names the live store has; null is the group of all that is kept. Largest first. */
const readWindows = async (
  { clickhouse }: Reader,
  { tenant, settings }: View,
  watch: MetricWatch,
  periods: readonly Period[],
  { knownBefore, until }: Counted,
): Promise<ReadonlyMap<string | null, readonly Sums[]>> => {
  const live = watchedTerms(watch);
  const names = termsOfPeriod(metricOf(watch));
  const query = { tenant, settings, periods, knownBefore };
  const named = (sums: readonly Sums[], key: (name: string) => string): readonly Sums[] =>
    sums.map((columns) => new Map(live.map((term, index) => [term, columns.get(key(names[index]!)) ?? 0n])));
  if (!isGrouped(watch))
    return new Map([[null, named(await readPeriodSums(clickhouse, names, query), (name) => name)]]);
  const { by, where } = watch;
  const grouping = {
    by: by === null ? null : dividerNamed(by),
    where: where === null ? null : (filterOf(where) ?? null),
  };
  const bound = until === undefined ? {} : { until };
  const groups = await readGroups(clickhouse, names, grouping, { ...query, ...bound });
  return new Map(
    rankGroups(groups, names).map(({ group, values }) => [
      by === null ? null : group,
      named(values, columnOf),
    ]),
  );
};

/** What a rule reads of the windows that end with some days, in order, of each group, from history as the API reads it. */
export const readDays = async (
  reader: Reader,
  view: View,
  watch: MetricWatch,
  days: readonly number[],
  counted: Counted,
): Promise<ReadonlyMap<string | null, readonly WatchedSums[]>> => {
  const { change, window } = watch;
  const before = change === null ? [] : days.map((day) => day - daysOf(window));
  const wanted = [...new Set([...before, ...days])].toSorted((a, b) => a - b);
  const periods = wanted.map((day) => windowPeriod(view.calendar, window, day));
  const groups = await readWindows(reader, view, watch, periods, counted);
  const place = new Map(wanted.map((day, index) => [day, index]));
  const sumsOf = (sums: readonly Sums[]): readonly WatchedSums[] =>
    days.map((day, index) => ({
      now: sums[place.get(day)!]!,
      before: change === null ? null : sums[place.get(before[index]!)!]!,
    }));
  return new Map([...groups].map(([group, sums]) => [group, sumsOf(sums)]));
};

/** The same of one day. */
export const readDay = async (
  reader: Reader,
  view: View,
  watch: MetricWatch,
  day: number,
  counted: Counted,
): Promise<ReadonlyMap<string | null, WatchedSums>> => {
  const groups = await readDays(reader, view, watch, [day], counted);
  return new Map([...groups].map(([group, [sums]]) => [group, sums!]));
};
