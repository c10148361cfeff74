import { readFileSync } from 'node:fs';
import type { ClickHouseClient } from '@clickhouse/client';
import { sorted } from './failures.ts';
import { NO_LIMIT, streamRows } from './streamRows.ts';

/** Tables that pages and exports show, one file of `tables` each; every cell comes as text. */
const TABLES = [
  'cohorts',
  'customers',
  'nps_mrr',
  'reasons',
  'survey_answers',
  'survey_scores',
  'survey_touchpoints',
  'timeline',
] as const;
export type Table = (typeof TABLES)[number];

const sqlOf = new Map(
  TABLES.map((name) => [name, readFileSync(new URL(`tables/${name}.sql`, import.meta.url), 'utf8')]),
);

export const readTable = (
  client: ClickHouseClient,
  table: Table,
  parameters: Readonly<Record<string, unknown>>,
): Promise<readonly Readonly<Record<string, string>>[]> =>
  sorted(`table ${table}`, async () => {
    const result = await client.query({
      query: sqlOf.get(table)!,
      query_params: parameters,
      format: 'JSONEachRow',
    });
    return result.json<Record<string, string>>();
  });

/** All rows of a table, read as they are taken. */
export const streamTable = (
  client: ClickHouseClient,
  table: Table,
  parameters: Readonly<Record<string, unknown>>,
): AsyncGenerator<Readonly<Record<string, string>>> =>
  streamRows(client, sqlOf.get(table)!, { ...parameters, limit: NO_LIMIT });
