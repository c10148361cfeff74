import { readFileSync } from 'node:fs';
import type { ClickHouseClient } from '@clickhouse/client';
import { parseDuration, type Settings } from '@tidemark/core';

/** One family of terms, one SQL file; each column is a term, named as in the catalogue without its window. */
const FAMILIES = {
  customers: ['active', 'active_start', 'lost', 'new'],
  recurring: ['mrr', 'mrr_start', 'mrr_kept', 'mrr_floor', 'paying', 'paying_start'],
  movements: ['mrr_new', 'mrr_expansion', 'mrr_contraction', 'mrr_churn', 'mrr_reactivation'],
  charges: ['revenue', 'orders'],
  nps: ['nps_responses', 'nps_promoters', 'nps_detractors'],
  committed_mrr: ['committed_mrr'],
  // No term: movements a customer a period, which hang on the period.
  bridge_net: [],
} as const;

export type Family = keyof typeof FAMILIES;

const sql = Object.fromEntries(
  Object.keys(FAMILIES).map((family) => [
    family,
    readFileSync(new URL(`queries/${family}.sql`, import.meta.url), 'utf8'),
  ]),
) as Readonly<Record<Family, string>>;

/** Periods `[start, end)` in epoch milliseconds, both ascending from one period to the next. */
export interface Period {
  readonly start: number;
  readonly end: number;
}

/** A window of everything begins before any event can. */
export const BEGINNING = -9_000_000_000_000_000;

export interface PeriodQuery {
  readonly tenant: string;
  readonly settings: Settings;
  readonly periods: readonly Period[];
}

/**
 * All columns of some families, by name, for each period: exact integers in the unit of the term. One query and one snapshot
 * of each table, so that they speak of the same events.
 */
export const readFamilies = async (
  client: ClickHouseClient,
  families: readonly Family[],
  { tenant, settings, periods }: PeriodQuery,
): Promise<readonly ReadonlyMap<string, bigint>[]> => {
  if (periods.length === 0) return periods.map(() => new Map());
  const [first, ...others] = families.map((family) => `(${sql[family]}) AS ${family}`);
  const joins = others.map((other) => `INNER JOIN ${other} USING (period)`);
  const result = await client.query({
    query: `SELECT * FROM ${first} ${joins.join(' ')} ORDER BY period`,
    clickhouse_settings: { enable_shared_storage_snapshot_in_query: 1 },
    query_params: {
      tenant,
      starts: periods.map(({ start }) => start),
      ends: periods.map(({ end }) => end),
      zone: settings.time_zone,
      active_days: settings.active_days_after_purchase ?? 0,
      grace: parseDuration(settings.renewal_grace) ?? 0,
    },
    format: 'JSONEachRow',
  });
  const rows = await result.json<Record<string, string>>();
  return rows.map((row) => {
    const { period: _, ...columns } = row;
    return new Map(Object.entries(columns).map(([name, value]) => [name, BigInt(value)]));
  });
};

/** Values of terms (names without window), for each period, from as few queries as there are families among them. */
export const readPeriodSums = async (
  client: ClickHouseClient,
  terms: readonly string[],
  query: PeriodQuery,
): Promise<readonly ReadonlyMap<string, bigint>[]> => {
  if (query.periods.length === 0) return [];
  const families = (Object.keys(FAMILIES) as Family[]).filter((family) =>
    (FAMILIES[family] as readonly string[]).some((term) => terms.includes(term)),
  );
  return readFamilies(client, families, query);
};
