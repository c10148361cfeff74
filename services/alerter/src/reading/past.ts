import { readPeriodSums } from '@tidemark/clickhouse';
import type { Context } from '../context.ts';
import { type MetricWatch, metricOf, periodEnding, termsOf, type View } from './view.ts';

/** The terms of a watched metric for windows that end with the given days, from history, under the names the live store has. */
export const readPast = async (
  { clickhouse }: Pick<Context, 'clickhouse'>,
  view: View,
  watch: MetricWatch,
  days: readonly number[],
  knownBefore: number,
): Promise<readonly ReadonlyMap<string, bigint>[]> => {
  const live = termsOf(watch);
  // SQL names a term without its window.
  const names = metricOf(watch)
    .terms({ name: 'period', days: null })
    .map((term) => term.replace(/\.period$/, ''));
  const sums = await readPeriodSums(clickhouse, names, {
    tenant: view.tenant,
    settings: view.settings,
    periods: days.map((day) => periodEnding(view, watch.window, day)),
    knownBefore,
    touchpoint: null,
  });
  return sums.map((columns) => new Map(live.map((term, index) => [term, columns.get(names[index]!) ?? 0n])));
};
