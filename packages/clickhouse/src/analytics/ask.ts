import { ClickHouseError, type ClickHouseSettings } from '@clickhouse/client';
import { type ClickHouseConnection, connect } from '../connection.ts';
import { analyticsDatabase } from './database.ts';

/**
 * What a question of an analyst may cost. `readonly` 2: it changes nothing but settings of its own, so that one who must may
 * raise a limit by SETTINGS in the query.
 */
export const ANALYST_LIMITS = {
  readonly: '2',
  max_execution_time: 60,
  max_memory_usage: '2000000000',
  max_result_rows: '1000000',
  result_overflow_mode: 'throw',
} as const satisfies ClickHouseSettings;

/** How answers may be had, and ClickHouse's name of it. */
export const ANSWER_FORMATS = {
  pretty: 'PrettyCompactMonoBlock',
  csv: 'CSVWithNames',
  json: 'JSON',
} as const;
export type AnswerFormat = keyof typeof ANSWER_FORMATS;

/** What ClickHouse said of a query that it did not answer, in its own words. */
export class QueryRefused extends Error {}

/** The answer to one query over the views for analysts, piece by piece; a FORMAT in the query goes before `format`. */
export async function* askReadOnly(
  connection: ClickHouseConnection,
  query: string,
  format: AnswerFormat,
): AsyncGenerator<Buffer> {
  const client = connect({ ...connection, database: analyticsDatabase(connection.database) });
  try {
    const { stream } = await client.exec({
      query,
      clickhouse_settings: {
        ...ANALYST_LIMITS,
        output_format_pretty_color: 0,
        output_format_pretty_row_numbers: 0,
        // Parameters of the request, which travel as settings do. Nothing is sent before all of it is there: an error half way is an error.
        default_format: ANSWER_FORMATS[format],
        wait_end_of_query: 1,
      } as ClickHouseSettings,
    });
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (error) {
    if (error instanceof ClickHouseError) throw new QueryRefused(error.message, { cause: error });
    throw error;
  } finally {
    await client.close();
  }
}
