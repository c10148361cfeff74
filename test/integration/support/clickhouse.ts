import { stack } from './stack.ts';

/** Rows of a query over the tables of history. 64-bit integers come as strings. */
export const rowsOf = async <T>(query: string): Promise<readonly T[]> => {
  const url = new URL(stack().clickhouse);
  url.searchParams.set('database', 'tidemark');
  url.searchParams.set('default_format', 'JSONEachRow');
  const response = await fetch(url, { method: 'POST', body: query });
  const text = await response.text();
  if (!response.ok) throw new Error(`ClickHouse answered ${response.status}: ${text.slice(0, 2_000)}`);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
};
