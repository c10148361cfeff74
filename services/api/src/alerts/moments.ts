import { AS_KNOWN_NOW, dividerNamed, filterOf, readSilences } from '@tidemark/clickhouse';
import {
  type AlertReading,
  changeReading,
  judge,
  type MetricValue,
  type MetricWatch,
  metricById,
  type PastMoment,
  toDouble,
} from '@tidemark/core';
import type { Context, TenantView } from '../context.ts';
import { readGroupedMetric } from '../reading/groups.ts';
import { readHistory, windowEnding } from '../reading/history.ts';

/** So many values of a breakdown are looked at, the largest: each has a year of its own. */
const MOST_GROUPS = 20;
const SCOPE = { knownBefore: AS_KNOWN_NOW };

/** What a rule watches on the ends of days, of each group; null is that of all there is. */
type Series = readonly { readonly group: string | null; readonly values: readonly MetricValue[] }[];

const readSeries = async (
  context: Context,
  view: TenantView,
  watch: MetricWatch,
  metric: string,
  days: readonly number[],
): Promise<Series> => {
  const { window, by, where } = watch;
  const spans = days.map((day) => windowEnding(view, window, day));
  const of = metricById(metric)!;
  if (by === null && where === null)
    return [{ group: null, values: await readHistory(context, view, of, spans, SCOPE) }];
  const query = {
    by: by === null ? null : dividerNamed(by),
    where: where === null ? null : (filterOf(where) ?? null),
    top: MOST_GROUPS,
  };
  const { whole, groups } = await readGroupedMetric(context, view, of, query, spans, SCOPE);
  if (by === null) return [{ group: null, values: whole }];
  // What is folded is no value of its own, and no rule watches it.
  return groups.filter(({ folded }) => folded === undefined).map(({ group, values }) => ({ group, values }));
};

const valuesOf = (series: Series, group: string | null): readonly MetricValue[] =>
  series.find((each) => each.group === group)?.values ?? [];

const shown = ({ value, root }: Pick<AlertReading, 'value' | 'root'>): number | null => {
  if (value === null) return null;
  return root ? Math.sqrt(toDouble(value)) : toDouble(value);
};

/** What a rule of a metric would have seen at the end of each day, of each group. */
export const metricMoments = async (
  context: Context,
  view: TenantView,
  watch: MetricWatch,
  days: readonly number[],
): Promise<readonly { readonly group: string | null; readonly moments: readonly PastMoment[] }[]> => {
  const read = (metric: string, from: readonly number[]) => readSeries(context, view, watch, metric, from);
  const length = Number.parseInt(watch.window, 10);
  const now = await read(watch.metric, days);
  const before =
    watch.change === null
      ? null
      : await read(
          watch.metric,
          days.map((day) => day - length),
        );
  const hasError = watch.metric === 'nps' && watch.confidence !== null;
  const errors = hasError ? await read('nps_standard_error', days) : [];
  const readingAt = (group: string | null, value: MetricValue, index: number): AlertReading => {
    const earlier = before === null ? undefined : valuesOf(before, group)[index];
    const none: MetricValue = { value: null, numerator: null, denominator: null };
    if (watch.change !== null) return changeReading(value, earlier ?? none, watch.change);
    const error = valuesOf(errors, group)[index]?.value ?? null;
    const standard_error = error === null ? null : Math.sqrt(toDouble(error));
    return { ...value, root: value.root === true, standard_error };
  };
  return now.map(({ group, values }) => ({
    group,
    moments: values.map((value, index) => {
      const reading = readingAt(group, value, index);
      const at = Math.min(view.calendar.startOf(days[index]! + 1), view.now);
      return { at, judgement: judge(watch, reading), value: shown(reading) };
    }),
  }));
};

/** What a rule of silence would have seen: each pause that was too long, and its end. */
export const silenceMoments = async (
  { clickhouse }: Context,
  { tenant, now }: TenantView,
  after: number,
  from: number,
): Promise<readonly PastMoment[]> => {
  const silences = await readSilences(clickhouse, tenant, from, now, after);
  const moments = silences.flatMap(({ last, next }): readonly PastMoment[] => [
    { at: last + after, judgement: 'past', value: ((next ?? now) - last) / 1000 },
    ...(next === null ? [] : [{ at: next, judgement: 'clear' as const, value: 0 }]),
  ]);
  // Up to now, so that what waits has its time.
  return [...moments, ...moments.slice(-1).map((moment) => ({ ...moment, at: now }))];
};
