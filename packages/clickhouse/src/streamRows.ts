import type { ClickHouseClient } from '@clickhouse/client';
import { sorted } from './failures.ts';

/** For a `{limit:UInt32}` that means all. */
export const NO_LIMIT = 4_294_967_295;

/** The rows of a statement, a block at a time: the store waits for whoever takes them. Left early, it ends. */
export async function* streamRows<T>(
  client: ClickHouseClient,
  query: string,
  parameters: Readonly<Record<string, unknown>>,
): AsyncGenerator<T> {
  const result = await sorted('rows of a table', () =>
    client.query({ query, query_params: parameters, format: 'JSONEachRow' }),
  );
  for await (const rows of result.stream<T>()) for (const row of rows) yield row.json() as T;
}
