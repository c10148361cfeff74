import type { ClickHouseClient, ClickHouseSettings } from '@clickhouse/client';
import { type Only, parseDuration, type Settings } from '@tidemark/core';
import { columnOf, type Family, familiesOf } from './families.ts';

/** Periods `[start, end)` in epoch milliseconds, both ascending from one period to the next. */
export interface Period {
  readonly start: number;
  readonly end: number;
}

/** A window of everything begins before any event can. */
export const BEGINNING = -9_000_000_000_000_000;

/** Later than any record's time of arrival: everything there is counts. */
export const AS_KNOWN_NOW = 9_000_000_000_000_000;

export interface PeriodQuery {
  readonly tenant: string;
  readonly settings: Settings;
  readonly periods: readonly Period[];
  /** Only records that arrived before it count. Epoch milliseconds. */
  readonly knownBefore: number;
  /** What families that know such a filter are narrowed to. */
  readonly only?: Only;
}

/** What every family's SQL may ask about a question, by the names it uses. */
export const periodParameters = ({ tenant, settings, periods, knownBefore, only = {} }: PeriodQuery) => ({
  tenant,
  starts: periods.map(({ start }) => start),
  ends: periods.map(({ end }) => end),
  known_before: knownBefore,
  touchpoint: only.touchpoint ?? '',
  offer_code: only.offer_code ?? '',
  campaign: only.campaign ?? '',
  zone: settings.time_zone,
  active_days: settings.active_days_after_purchase ?? 0,
  grace: parseDuration(settings.renewal_grace) ?? 0,
  loyal: settings.loyal_purchases,
  high_value: settings.high_value_threshold ?? -1,
});

/**
 * All columns of some families, by name, for each period: exact integers in the unit of the term. One query and one snapshot
 * of each table, so that they speak of the same events. `narrowing`: settings that narrow what is seen of the tables.
 */
export const readFamilies = async (
  client: ClickHouseClient,
  families: readonly Family[],
  query: PeriodQuery,
  narrowing: ClickHouseSettings = {},
): Promise<readonly ReadonlyMap<string, bigint>[]> => {
  if (query.periods.length === 0) return [];
  const [first, ...others] = families.map(({ name, sql }) => `(${sql}) AS ${name}`);
  const joins = others.map((other) => `INNER JOIN ${other} USING (period)`);
  const result = await client.query({
    query: `SELECT * FROM ${first} ${joins.join(' ')} ORDER BY period`,
    clickhouse_settings: { enable_shared_storage_snapshot_in_query: 1, ...narrowing },
    query_params: periodParameters(query),
    format: 'JSONEachRow',
  });
  const rows = await result.json<Record<string, string>>();
  return rows.map((row) => {
    const { period: _, ...columns } = row;
    return new Map(Object.entries(columns).map(([name, value]) => [name, BigInt(value)]));
  });
};

/** Values of terms (names without window, but for `.all`), for each period, from as few families as hold them. */
export const readPeriodSums = async (
  client: ClickHouseClient,
  terms: readonly string[],
  query: PeriodQuery,
  narrowing: ClickHouseSettings = {},
): Promise<readonly ReadonlyMap<string, bigint>[]> => {
  const rows = await readFamilies(client, familiesOf(terms), query, narrowing);
  return rows.map((columns) => new Map(terms.map((term) => [term, columns.get(columnOf(term))!])));
};
