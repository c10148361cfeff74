import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { eventually } from '../support/eventually.ts';
import { sendFewCustomers } from '../support/fewCustomers.ts';
import { writeLetter } from '../support/letters.ts';
import { read } from '../support/read.ts';
import { differenceOf } from '../support/reference/checkAnswer.ts';
import {
  bodyOf,
  filled,
  type Ids,
  type Operation,
  operationsOf,
  type Reference,
  readReference,
  requiredQuery,
} from '../support/reference/operations.ts';
import { stack } from '../support/stack.ts';

/** The reference is a valid document, and every answer of every route is what it publishes. Routes are read from it, so that a new one is held to it by itself. */

let tenant = '';
let reference: Reference;
let operations: readonly Operation[] = [];
let ids: Ids;

interface Asked {
  readonly path?: string;
  readonly query?: string;
  readonly body?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks, and holds what comes against the reference. */
const ask = async (operation: Operation, asked: Asked = {}): Promise<number> => {
  const { path = filled(operation, ids), query = '', headers = {} } = asked;
  const known = bodyOf(operation);
  const body = asked.body === undefined ? known && JSON.stringify(known) : asked.body;
  const { signal, abort } = ended();
  const response = await fetch(`${stack().api}${path}${query === '' ? '' : `?${query}`}`, {
    method: operation.method,
    headers: {
      'x-tidemark-tenant': tenant,
      ...(body === null ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === null ? {} : { body }),
    signal,
  });
  const contentType = response.headers.get('content-type');
  // A stream has no end to wait for.
  const text = contentType?.startsWith('text/event-stream') === true ? '' : await response.text();
  abort();
  const difference = differenceOf(operation, { status: response.status, contentType, text });
  assert.equal(difference, null, `${operation.method} ${path}?${query}`);
  return response.status;
};
const ended = () => {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
};

const queryOf = (operation: Operation, more: Readonly<Record<string, string>> = {}): string =>
  `${new URLSearchParams({ ...requiredQuery(operation), ...more })}`;

const isRead = ({ method }: Operation) => method === 'GET';
const named = (method: string, path: string) =>
  operations.find((operation) => operation.method === method && operation.path === path)!;

before(async () => {
  const rule = { name: 'Some MRR', metric: 'mrr', above: 1, channels: [{ type: 'log' }] };
  let id = '';
  tenant = await sendFewCustomers('reference', async (own) => {
    const made = await fetch(`${stack().api}/v1/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-tidemark-tenant': own },
      body: JSON.stringify(rule),
    });
    id = ((await made.json()) as { id: string }).id;
  });
  reference = await readReference();
  operations = operationsOf(reference);
  const message = await eventually('the alert fires', async () => {
    const { history } = await read<{ history: { message?: { id: string } }[] }>(
      tenant,
      `/v1/alerts/${id}/history`,
    );
    return history.find((entry) => entry.message !== undefined)?.message?.id;
  });
  ids = {
    metric: 'mrr',
    customer: 'ann',
    alert: id,
    message,
    letter: await writeLetter(tenant, 'ann', 'no event'),
  };
});

test('the reference is a valid OpenAPI 3.1 document', async () => {
  const document = reference as unknown as Record<string, unknown>;
  assert.match(String(document['openapi']), /^3\.1\./);
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  assert.ok(valid, JSON.stringify(errors));
});

test('every route that reads: its answers, plain and with each parameter, are as published', async () => {
  for (const operation of operations.filter(isRead)) {
    assert.equal(await ask(operation, { query: queryOf(operation) }), 200, operation.path);
    for (const { name, values } of operation.query) {
      // The first value is mostly what goes without saying.
      const value = values.at(-1);
      if (value !== undefined) await ask(operation, { query: queryOf(operation, { [name]: value }) });
    }
  }
});

test('every metric, and for each unit its series and groups, are as published', async () => {
  const { metrics } = await read<{ metrics: { id: string; unit: string }[] }>(tenant, '/v1/metrics');
  const asked = (id: string) => ({ path: filled(value, { ...ids, metric: id }) });
  const value = named('GET', '/v1/metrics/{id}');
  const series = named('GET', '/v1/metrics/{id}/series');
  for (const { id } of metrics) assert.equal(await ask(value, asked(id)), 200, id);
  const statuses: number[] = [];
  for (const ofUnit of Map.groupBy(metrics, ({ unit }) => unit).values()) {
    const { id } = ofUnit[0]!;
    const path = filled(series, { ...ids, metric: id });
    assert.equal(await ask(series, { path, query: 'interval=month' }), 200, id);
    // Some cannot be told apart by a property, and say so.
    statuses.push(await ask(series, { path, query: 'interval=month&by=country' }));
  }
  assert.deepEqual([...new Set(statuses)].toSorted(), [200, 400]);
});

test('an answer that the caller holds is 304, as published', async () => {
  for (const operation of operations.filter((each) => isRead(each) && each.answers['304'] !== undefined))
    assert.equal(
      await ask(operation, { query: queryOf(operation), headers: { 'if-none-match': '*' } }),
      304,
      operation.path,
    );
});

test('every error is the problem document that is published', async () => {
  const nobody = {
    metric: 'nonsense',
    customer: 'nobody',
    alert: 'nothing',
    message: 'none',
    letter: '0:999999999',
  };
  for (const operation of operations.filter(({ isOpen }) => !isOpen)) {
    const unknown = await ask(operation, { query: queryOf(operation, { no_such: '1' }) });
    assert.equal(unknown, 400, operation.path);
    const tenantless = await ask(operation, { headers: { 'x-tidemark-tenant': 'a b' } });
    assert.equal(tenantless, 400, operation.path);
    if (operation.path.includes('{')) {
      const missing = await ask(operation, { path: filled(operation, nobody), query: queryOf(operation) });
      assert.equal(missing, 404, `${operation.method} ${operation.path}`);
    }
    if (!operation.takesBody) continue;
    for (const body of ['{', '[]', '"text"', '{"no_such": 1}']) {
      const status = await ask(operation, { body });
      assert.equal(status, 400, `${operation.method} ${operation.path} ${body}`);
    }
    assert.equal(await ask(operation, { headers: { 'content-type': 'text/xml' } }), 415, operation.path);
  }
});

test('what is not there, and a method that a path has not, are problem documents too', async () => {
  const anyOther = named('GET', '/v1/settings');
  assert.equal(await ask(anyOther, { path: '/v1/nothing' }), 404);
  for (const path of new Set(
    operations.filter(({ isOpen }) => !isOpen).map((operation) => filled(operation, ids)),
  ))
    assert.equal(await ask({ ...anyOther, method: 'OPTIONS' }, { path }), 405, path);
});

// Last, as it deletes what the others ask for.
test('every route that changes something: what it answers is as published', async () => {
  const statuses: Record<string, number> = {};
  // What deletes comes last.
  const changing = operations
    .filter((operation) => !isRead(operation))
    .toSorted((a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'));
  for (const operation of changing) statuses[`${operation.method} ${operation.path}`] = await ask(operation);
  for (const [route, status] of Object.entries(statuses)) assert.ok(status < 300, `${route}: ${status}`);
});
