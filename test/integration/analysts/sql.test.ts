import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { QueryRefused } from '@tidemark/clickhouse';
import { ROOT } from '../../runner/files.ts';
import { ask, PAGE } from '../support/analysts.ts';
import { rowsOf } from '../support/clickhouse.ts';
import { startProgram } from '../support/program.ts';
import { stack } from '../support/stack.ts';

/** `sql`: what it prints and how it ends; nothing it is given changes anything. */

const folder = mkdtempSync(join(tmpdir(), 'tidemark-sql-'));
after(() => rmSync(folder, { recursive: true }));

const sql = async (args: readonly string[], url = stack().clickhouse) => {
  const program = startProgram(['infra/cli/main.ts', 'sql', ...args], { CLICKHOUSE_URL: url }, ROOT);
  return { code: await program.ended, out: program.output() };
};

test('sql prints the answer in each format, from an argument and from a file', async () => {
  const query = "SELECT 1 AS one, 'a,b' AS two;";
  const file = join(folder, 'question.sql');
  writeFileSync(file, `-- a comment\n${query}`);
  const [pretty, csv, json] = await Promise.all([
    sql([query]),
    sql(['--file', file, '--format', 'csv']),
    sql([query, '--format', 'json']),
  ]);
  assert.equal(pretty.code, 0);
  assert.match(pretty.out, /│\s+1 │ a,b │/);
  assert.deepEqual(csv, { code: 0, out: '"one","two"\n1,"a,b"\n' });
  assert.deepEqual((JSON.parse(json.out) as { data: unknown }).data, [{ one: 1, two: 'a,b' }]);
});

test('sql ends with 1 where ClickHouse refuses or is away, and with 2 where it was called wrongly', async () => {
  const [unknown, away, noFormat, two] = await Promise.all([
    sql(['SELECT * FROM nothing']),
    sql(['SELECT 1'], 'http://127.0.0.1:1'),
    sql(['SELECT 1', '--format', 'xml']),
    sql(['SELECT', '1']),
  ]);
  assert.equal(unknown.code, 1);
  assert.match(unknown.out, /^sql: Unknown table expression identifier 'nothing'/);
  assert.equal(away.code, 1);
  assert.match(away.out, /^sql: .*ECONNREFUSED/);
  assert.equal(noFormat.code, 2);
  assert.match(noFormat.out, /^sql: --format: expected pretty, csv, json, got xml\nUsage/);
  assert.equal(two.code, 2);
});

test('a question can change nothing and has its limits', async () => {
  const outfile = join(folder, 'out.csv');
  const refused = [
    'DROP TABLE tidemark.events',
    'CREATE TABLE tidemark.mine (x Int8) ENGINE = Memory',
    "INSERT INTO tidemark.settings VALUES ('demo', 99, '{}', 0, 'me')",
    "WITH 1 AS x INSERT INTO tidemark.settings SELECT 'demo', 99, '{}', x, 'me'",
    'ALTER TABLE tidemark.movements DELETE WHERE 1',
    'SET readonly = 0',
    'SELECT 1 SETTINGS readonly = 0',
    `SELECT 1 INTO OUTFILE '${outfile}'`,
    'SELECT number FROM numbers(1000001)',
    'SELECT groupArray(number) FROM numbers(10000000) SETTINGS max_memory_usage = 20000000',
    'SELECT sleepEachRow(0.05) FROM numbers(100) SETTINGS max_execution_time = 1, max_block_size = 1',
  ];
  const before = await rowsOf('SELECT count() AS rows FROM system.tables');
  for (const query of refused) await assert.rejects(ask(query), QueryRefused, query);
  assert.deepEqual(await rowsOf('SELECT count() AS rows FROM system.tables'), before);
  assert.deepEqual(await ask("SELECT getSetting('readonly') AS r, getSetting('max_execution_time') AS t"), [
    { r: 2, t: 60 },
  ]);
});

test('the statements that make a user are ClickHouse’s grammar, and the embedded one refuses them as the page says', async () => {
  const [, script] = PAGE.split('## A user of their own');
  const statements = /```sql\n([\s\S]*?)```/
    .exec(script!)![1]!
    .split(/;\s*\n\s*\n|;\s*$/)
    .filter((each) => each !== '');
  assert.equal(statements.length, 4);
  for (const statement of statements)
    assert.equal((await ask(`SELECT formatQuery($$${statement}$$) AS text`)).length, 1);
  await assert.rejects(rowsOf(statements[0]!), /ACCESS_DENIED|Not enough privileges/);
});
