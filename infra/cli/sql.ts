import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { ANSWER_FORMATS, type AnswerFormat, askReadOnly } from '@tidemark/clickhouse';
import { configOfStores } from './stores.ts';

const USAGE = `Usage: sql "SELECT …" [--format pretty|csv|json] [--data DIR]
       sql --file FILE [--format …]
       … | sql [--format …]
Asks ClickHouse one query, which can change nothing and ends at 60 s, 2 GB of memory or 1,000,000 rows. Names without a database are the
views for analysts: docs/analytics.md, or sql "SHOW TABLES". Exit code 1 where ClickHouse does not answer the query.`;

class WrongUsage extends Error {}

/** Exit code 0 answered, 1 refused or ClickHouse away, 2 on wrong usage. */
export const sql = async (argv: readonly string[]): Promise<number> => {
  try {
    return await run(argv);
  } catch (error) {
    const message = messageOf(error);
    const isUsage =
      error instanceof WrongUsage || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') === true;
    process.stderr.write(isUsage ? `sql: ${message}\n${USAGE}\n` : `sql: ${message}\n`);
    return isUsage ? 2 : 1;
  }
};

/** Of a connection that failed on every address only the parts have words. */
const messageOf = (error: unknown): string => {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
};

const run = async (argv: readonly string[]): Promise<number> => {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      format: { type: 'string', default: 'pretty' },
      file: { type: 'string' },
      data: { type: 'string', default: process.env['TIDEMARK_DATA'] || '.tidemark' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  if (!Object.hasOwn(ANSWER_FORMATS, values.format))
    throw new WrongUsage(
      `--format: expected ${Object.keys(ANSWER_FORMATS).join(', ')}, got ${values.format}`,
    );
  const query = await queryOf(positionals, values.file);
  const { clickhouse } = configOfStores(values.data);
  for await (const chunk of askReadOnly(clickhouse, query, values.format as AnswerFormat))
    process.stdout.write(chunk);
  return 0;
};

const queryOf = async (positionals: readonly string[], file: string | undefined): Promise<string> => {
  if (positionals.length + (file === undefined ? 0 : 1) > 1)
    throw new WrongUsage('expected one query: put it in quotes');
  if (positionals.length === 0 && file === undefined && process.stdin.isTTY)
    throw new WrongUsage('expected a query, --file, or a query on standard input');
  const query =
    positionals[0] ?? (file === undefined ? await text(process.stdin) : readFileSync(file, 'utf8'));
  if (query.trim() === '') throw new WrongUsage('the query is empty');
  return query;
};
