import {
  type Period,
  type PeriodQuery,
  readPeriodSums,
  termsOfPeriod,
  windowPeriod,
} from '@tidemark/clickhouse';
import { type Metric, type MetricValue, spanOf, type Window } from '@tidemark/core';
import { readControl } from '@tidemark/redis';
import type { Context, TenantView } from '../context.ts';
import { type Freshness, freshnessOf } from './freshness.ts';

/** A period and how many whole days it is long; null where it is none of days. */
export interface Stretch extends Period {
  readonly days: number | null;
}

/** The whole-day window that ends with `lastDay`. */
export const windowEnding = ({ calendar }: TenantView, window: Window, lastDay: number): Stretch => ({
  ...windowPeriod(calendar, window, lastDay),
  days: spanOf(window).days,
});

/** What of history counts. */
export type Scope = Pick<PeriodQuery, 'knownBefore' | 'touchpoint'>;

/** A metric over periods, from history. Ends ascend from one period to the next, and so do starts. */
export const readHistory = async (
  { clickhouse }: Context,
  { tenant, settings }: TenantView,
  metric: Metric,
  periods: readonly Stretch[],
  scope: Scope,
): Promise<readonly MetricValue[]> => {
  const name = 'period';
  const terms = termsOfPeriod(metric);
  const sums = await readPeriodSums(clickhouse, terms, { tenant, settings, periods, ...scope });
  return sums.map((columns, index) => {
    const named = new Map(
      [...columns].flatMap(([term, value]) => [[term, value] as const, [`${term}.${name}`, value] as const]),
    );
    return metric.evaluate(named, { name, days: periods[index]!.days }, settings);
  });
};

/** How current history is, asked before it is read. */
export const historyFreshness = async ({
  observations,
  redis,
  clickhouse,
  partitions,
}: Context): Promise<Freshness> => {
  const observation = await observations.look();
  const control = await readControl(redis, partitions);
  const lagging = control.filter(
    ({ partition, stored }) => (stored ?? 0) < (observation.bounds[partition]?.end ?? 0),
  );
  const known =
    lagging.length === 0
      ? new Map<number, number>()
      : await lastStored(
          clickhouse,
          lagging.map(({ partition }) => partition),
        );
  const progress = control.map(({ partition, stored }) => ({
    partition,
    reached: stored,
    known_at: known.get(partition) ?? null,
  }));
  return freshnessOf(progress, observation, observations);
};

/** When the last stored record of each partition was appended. */
const lastStored = async (
  clickhouse: Context['clickhouse'],
  partitions: readonly number[],
): Promise<ReadonlyMap<number, number>> => {
  const result = await clickhouse.query({
    query:
      'SELECT partition, max(known_at) AS known_at FROM events WHERE partition IN {partitions:Array(UInt16)} GROUP BY partition',
    query_params: { partitions },
    format: 'JSONEachRow',
  });
  const rows = await result.json<{ partition: number; known_at: string }>();
  return new Map(rows.map(({ partition, known_at }) => [partition, Number(known_at)]));
};
