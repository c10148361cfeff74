import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { askReadOnly, type ClickHouseConnection } from '@tidemark/clickhouse';
import { ROOT } from '../../runner/files.ts';
import { stack } from './stack.ts';

export const PAGE = readFileSync(join(ROOT, 'docs/analytics.md'), 'utf8');

export const clickhouse = (): ClickHouseConnection => ({
  url: stack().clickhouse,
  user: 'default',
  password: '',
  database: 'tidemark',
});

type Row = Readonly<Record<string, unknown>>;

/** The answer to a query over the views, as `sql --format json` has it. 64-bit integers come as strings. */
export const ask = async <T = Row>(query: string): Promise<readonly T[]> => {
  const chunks: Buffer[] = [];
  for await (const chunk of askReadOnly(clickhouse(), query, 'json')) chunks.push(chunk);
  return (JSON.parse(Buffer.concat(chunks).toString()) as { data: T[] }).data;
};

/** The questions of the page, by their number, asked of another tenant and in its zone. */
export const questions = (tenant: string, zone: string): readonly string[] =>
  [...PAGE.matchAll(/^### \d+\. .*\n\n```sql\n([\s\S]*?)^```$/gm)].map(([, query]) =>
    query!.replaceAll("'demo'", `'${tenant}'`).replaceAll("'UTC'", `'${zone}'`),
  );
