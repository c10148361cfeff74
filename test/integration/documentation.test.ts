import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { ROOT } from '../runner/files.ts';
import { rowsOf } from './support/clickhouse.ts';
import { type Example, examplesOf, pagesWithExamples } from './support/documentation.ts';
import { eventually } from './support/eventually.ts';
import { settled } from './support/read.ts';
import { stack } from './support/stack.ts';

/** What the documentation tells readers to type is typed, at the addresses of this stack. Needs curl and python3, as they do. */

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'tidemark-documentation-'));
after(() => rmSync(folder, { recursive: true, force: true }));
// An answer that says no is a failure of the example.
writeFileSync(join(folder, '.curlrc'), 'fail-with-body\n');

const here = (code: string): string => {
  const { api, ingest, kafka } = stack();
  return code
    .replaceAll('http://127.0.0.1:8080', api)
    .replaceAll('http://127.0.0.1:8081', ingest)
    .replaceAll('127.0.0.1:19092', kafka);
};

const asFile = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

const commandOf = ({ language, code }: Example): readonly [string, readonly string[]] => {
  const text = here(code);
  switch (language) {
    case 'bash':
      return ['bash', ['-euo', 'pipefail', '-c', text]];
    case 'js':
      return [process.execPath, ['--input-type=module', '-e', text]];
    case 'python':
      return ['python3', ['-c', text]];
    case 'csv':
      return [
        process.execPath,
        ['infra/cli/main.ts', 'send', asFile('events.csv', text), '--tenant', 'books'],
      ];
    default:
      throw new Error(`no way is known to run an example in ${language}`);
  }
};

const execute = async (example: Example): Promise<string> => {
  const { api, ingest, processor } = stack();
  const [command, args] = commandOf(example);
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    CURL_HOME: folder,
    API_PORT: new URL(api).port,
    INGEST_PORT: new URL(ingest).port,
    PROCESSOR_PORT: new URL(processor).port,
  };
  try {
    const { stdout } = await run(command, [...args], { cwd: ROOT, env });
    return stdout;
  } catch (error) {
    const { stdout, stderr, message } = error as Error & { stdout?: string; stderr?: string };
    throw new Error(`${message}\n${stdout ?? ''}${stderr ?? ''}`);
  }
};

const pages = pagesWithExamples();

for (const page of pages) {
  test(`the examples of ${page} run in their order and show what it says`, async (t) => {
    for (const example of examplesOf(page)) {
      const where = `${page}:${example.line}`;
      await eventually(`${where} shows ${example.shows}`, async () => {
        const output = await execute(example);
        if (output.includes(example.shows)) return true;
        throw new Error(`${where} printed ${output}`);
      });
      t.diagnostic(`${where} ${example.language}`);
    }
  });
}

test('every event of the examples in docs/events.md is in history, from curl, Node, Python, a file and straight from Kafka', async () => {
  assert.ok(pages.includes('README.md') && pages.includes('docs/events.md'));
  await settled();
  const rows = await rowsOf<{ id: string }>(
    "SELECT DISTINCT id FROM events WHERE tenant = 'books' ORDER BY id",
  );
  assert.deepEqual(
    rows.map(({ id }) => id),
    ['csv-1', 'curl-1', 'curl-2', 'kafka-1', 'node-1', 'python-1', 'python-2', 'shop#1'],
  );
});
