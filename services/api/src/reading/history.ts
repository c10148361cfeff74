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
import { rebuildingOf } from './whole.ts';

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
export type Scope = Pick<PeriodQuery, 'knownBefore' | 'only'>;

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
  const held =
    lagging.length === 0
      ? new Map<number, LastStored>()
      : await lastStored(
          clickhouse,
          lagging.map(({ partition }) => partition),
        );
  const isRebuilding = rebuildingOf(control, observation) !== null;
  const progress = control.map(({ partition, stored }) => ({
    partition,
    // A live store that was lost has forgotten what was stored.
    reached: isRebuilding ? Math.max(stored ?? 0, held.get(partition)?.end ?? 0) : stored,
    known_at: held.get(partition)?.known_at ?? null,
  }));
  const freshness = freshnessOf(progress, observation, observations);
  return isRebuilding ? { ...freshness, settled: false } : freshness;
};

interface LastStored {
  readonly known_at: number;
  readonly end: number;
}

/** Where what is stored of each partition ends, and when its last record was appended. */
const lastStored = async (
  clickhouse: Context['clickhouse'],
  partitions: readonly number[],
): Promise<ReadonlyMap<number, LastStored>> => {
  const result = await clickhouse.query({
    query: `SELECT partition, max(known_at) AS known_at, max(offset) + 1 AS end
            FROM events WHERE partition IN {partitions:Array(UInt16)} GROUP BY partition`,
    query_params: { partitions },
    format: 'JSONEachRow',
  });
  const rows = await result.json<{ partition: number; known_at: string; end: string }>();
  return new Map(
    rows.map(({ partition, known_at, end }) => [partition, { known_at: Number(known_at), end: Number(end) }]),
  );
};
