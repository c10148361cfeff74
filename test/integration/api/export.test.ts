import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { sendFewCustomers } from '../support/fewCustomers.ts';
import { writeLetter } from '../support/letters.ts';
import { read } from '../support/read.ts';
import {
  filled,
  type Operation,
  operationsOf,
  readReference,
  requiredQuery,
} from '../support/reference/operations.ts';
import { stack } from '../support/stack.ts';

/** Every table as a file: the same rows as CSV, as NDJSON and in the pages of JSON. */

let tenant = '';
let tables: readonly Operation[] = [];
before(async () => {
  tenant = await sendFewCustomers('export');
  await writeLetter(tenant, 'bob', '=no, "event"');
  tables = operationsOf(await readReference()).filter(({ query }) =>
    query.some(({ name }) => name === 'format'),
  );
});

const IDS = { metric: 'mrr', customer: 'bob', alert: '', message: '', letter: '' };

const ask = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${stack().api}${path}`, { headers: { 'x-tidemark-tenant': tenant, ...headers } });

const fileOf = async (path: string): Promise<string> => {
  const response = await ask(path);
  const text = await response.text();
  assert.equal(response.status, 200, `${path}: ${text}`);
  return text;
};

/** Cells of CSV, by RFC 4180, in as few words as it can be read. */
const csvCells = (text: string): readonly (readonly string[])[] => {
  assert.ok(text.endsWith('\r\n'));
  return text
    .slice(0, -2)
    .split(/\r\n(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
        quoted === undefined ? plain! : quoted.replaceAll('""', '"'),
      ),
    );
};

const ndjsonRows = (text: string): readonly Record<string, unknown>[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const asCell = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return JSON.stringify(value);
  return /^[=+\-@]/.test(value) ? `'${value}` : value;
};

test('every table: CSV and NDJSON hold the same rows', async () => {
  assert.ok(tables.length >= 11, `${tables.length} tables`);
  for (const table of tables) {
    const base = `${filled(table, IDS)}?${new URLSearchParams(requiredQuery(table))}`;
    const byGroup = table.query.some(({ name }) => name === 'interval')
      ? '&by=country&interval=year'
      : '&by=country';
    for (const more of ['', ...(table.query.some(({ name }) => name === 'top') ? [byGroup] : [])]) {
      const [header, ...lines] = csvCells(await fileOf(`${base}${more}&format=csv`));
      const rows = ndjsonRows(await fileOf(`${base}${more}&format=ndjson`));
      assert.ok(rows.length > 0, base);
      assert.deepEqual(new Set(rows.flatMap(Object.keys)).difference(new Set(header)), new Set(), base);
      assert.deepEqual(
        lines,
        rows.map((row) => header!.map((name) => asCell(row[name]))),
        base,
      );
    }
  }
});

test('files have a name and a type, and come as gzip where it is asked for', async () => {
  for (const table of tables) {
    const path = `${filled(table, IDS)}?${new URLSearchParams(requiredQuery(table))}`;
    const response = await ask(path, { accept: 'text/csv', 'accept-encoding': 'gzip' });
    assert.equal(response.status, 200, path);
    assert.match(
      response.headers.get('content-disposition')!,
      new RegExp(`^attachment; filename="${tenant}-[a-z-]+\\.csv"$`),
    );
    assert.equal(response.headers.get('content-type'), 'text/csv; charset=utf-8');
    assert.equal(response.headers.get('content-encoding'), 'gzip');
    await response.text();
  }
  assert.equal(
    (await ask('/v1/movements', { accept: 'application/x-ndjson' })).headers.get('content-type'),
    'application/x-ndjson; charset=utf-8',
  );
  assert.equal(
    (await ask('/v1/movements?format=json', { accept: 'text/csv' })).headers.get('content-type'),
    'application/json; charset=utf-8',
  );
});

test('a file holds all rows of all pages, narrowed as they are', async () => {
  for (const [path, member] of [
    ['/v1/movements?', 'movements'],
    ['/v1/movements?type=new&', 'movements'],
    ['/v1/customers?sort=customer&', 'customers'],
    ['/v1/surveys/answers?survey=nps&', 'answers'],
  ] as const) {
    const rows: unknown[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Record<string, unknown> = await read(
        tenant,
        `${path}limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      rows.push(...(page[member] as unknown[]));
      cursor = page['next'] as string | null;
    }
    assert.ok(rows.length > 2, path);
    assert.deepEqual(ndjsonRows(await fileOf(`${path}format=ndjson`)), rows, path);
  }
});

test('restatements: every row of every period, though a page of JSON shows few', async () => {
  const path = '/v1/restatements?since=2026-01-15&from=2026-01-01';
  const rows = ndjsonRows(await fileOf(`${path}&format=ndjson`));
  const { restatements } = await read<{ restatements: { start: string; events: object[]; more: number }[] }>(
    tenant,
    `${path}&limit=1`,
  );
  assert.equal(
    rows.length,
    restatements.reduce((sum, { events, more }) => sum + events.length + more, 0),
  );
});

test('what a spreadsheet would run is shown as the text it is', async () => {
  const text = await fileOf('/v1/surveys/answers?format=csv');
  assert.ok(text.includes(",'=1+1 is too dear,"), text);
  assert.ok(text.includes('"Simply ""good"",\nreally"'), text);
});

test('pages are for JSON, and an unknown customer is no empty file', async () => {
  for (const [path, status] of [
    ['/v1/movements?format=csv&limit=5', 400],
    ['/v1/movements?format=xml', 400],
    ['/v1/customers/nobody/timeline?format=csv', 404],
  ] as const) {
    const response = await ask(path);
    assert.equal(response.status, status, path);
    assert.match(response.headers.get('content-type')!, /^application\/problem\+json/);
  }
});
