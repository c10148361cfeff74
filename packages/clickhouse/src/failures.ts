import { ClickHouseError } from '@clickhouse/client';
import { RetryLater, StopPartition } from '@tidemark/pipeline';

/** Answers of ClickHouse that no repetition will change: the statement, the table or the rows are wrong, not the moment. */
const LASTING: ReadonlySet<string> = new Set([
  'UNKNOWN_IDENTIFIER',
  'UNKNOWN_SETTING',
  'SYNTAX_ERROR',
  'TYPE_MISMATCH',
  'CANNOT_PARSE_INPUT_ASSERTION_FAILED',
  'INCORRECT_DATA',
  'NO_SUCH_COLUMN_IN_TABLE',
  'ACCESS_DENIED',
  'AUTHENTICATION_FAILED',
  'READONLY',
]);

/** Runs a call and sorts its failure: what may pass, and what will not. */
export const sorted = async <T>(what: string, call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    const message = `ClickHouse: ${what}: ${error instanceof Error ? error.message : String(error)}`;
    if (error instanceof ClickHouseError && LASTING.has(error.type ?? ''))
      throw new StopPartition(message, 'docs/runbook/store-refuses.md', { cause: error });
    throw new RetryLater(message, { cause: error });
  }
};
