import { readPeriodSums, termsOfPeriod, windowPeriod } from '@tidemark/clickhouse';
import { type MetricWatch, metricOf, watchedTerms } from '@tidemark/core';
import type { Context } from '../context.ts';
import type { View } from './view.ts';

/** The terms of a watched metric for windows that end with the given days, from history, under the names the live store has. */
export const readPast = async (
  { clickhouse }: Pick<Context, 'clickhouse'>,
  view: View,
  watch: MetricWatch,
  days: readonly number[],
  knownBefore: number,
): Promise<readonly ReadonlyMap<string, bigint>[]> => {
  const live = watchedTerms(watch);
  const names = termsOfPeriod(metricOf(watch));
  const sums = await readPeriodSums(clickhouse, names, {
    tenant: view.tenant,
    settings: view.settings,
    periods: days.map((day) => windowPeriod(view.calendar, watch.window, day)),
    knownBefore,
  });
  return sums.map((columns) => new Map(live.map((term, index) => [term, columns.get(names[index]!) ?? 0n])));
};
