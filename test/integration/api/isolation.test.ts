import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import { type KeyedApi, startKeyedApi } from '../support/keyedApi.ts';
import { writeLetter } from '../support/letters.ts';
import { settled } from '../support/read.ts';
import {
  bodyOf,
  filled,
  type Ids,
  type Operation,
  operationsOf,
  readReference,
  requiredQuery,
} from '../support/reference/operations.ts';
import { sendEvents } from '../support/send.ts';

/** One tenant's key with the other's ids, cursors and values, on every route that there is: nothing of the other comes out, and nothing of it changes. */

const mark = randomUUID().slice(0, 8);
const OWN = `own-${mark}`;
const OTHER = `other-${mark}`;
/** Whoever asks knows this customer; in all else of the other tenant there is one of the secrets. */
const KNOWN = `known-${mark}`;
const SECRET = `secret-${mark}`;
const AMOUNT = 7_654_321;
const SECRETS = [SECRET, String(AMOUNT), String(2 * AMOUNT)];

const purchase = (customer: string, plan: string) => ({
  id: `${SECRET}-${customer}`,
  type: 'purchase',
  time: '2026-01-10T12:00:00Z',
  customer,
  amount: AMOUNT,
  currency: 'EUR',
  subscription: { id: `${SECRET}-s`, plan, interval: 'month' },
  properties: { country: SECRET },
});
const OTHERS_EVENTS = [
  purchase(KNOWN, SECRET),
  purchase(`${SECRET}-customer`, SECRET),
  purchase(`${SECRET}-third`, SECRET),
  ...['nps', 'csat'].flatMap((survey) =>
    [KNOWN, `${SECRET}-customer`].map((customer) => ({
      id: `${SECRET}-${survey}-${customer}`,
      type: 'survey',
      time: '2026-01-20T12:00:00Z',
      customer,
      survey,
      score: 9,
      verbatim: SECRET,
      touchpoint: SECRET,
    })),
  ),
  {
    id: `${SECRET}-c`,
    type: 'cancellation',
    time: '2026-02-10T12:00:00Z',
    customer: `${SECRET}-third`,
    reason: SECRET,
  },
];

let api: KeyedApi;
let operations: readonly Operation[] = [];
let ids: Ids;
/** By the name of a parameter, what of the other tenant may be put into it. */
let theirs: Readonly<Record<string, readonly string[]>> = {};
const [own, other] = [0, 1];

interface Answer {
  readonly status: number;
  readonly text: string;
}

const request = async (
  who: number,
  method: string,
  path: string,
  body: object | null = null,
  headers: Record<string, string> = {},
): Promise<Answer> => {
  const stopping = new AbortController();
  const response = await fetch(`${api.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${api.keys[who]}`,
      ...(body === null ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === null ? {} : { body: JSON.stringify(body) }),
    signal: stopping.signal,
  });
  if (response.headers.get('content-type')?.startsWith('text/event-stream') !== true)
    return { status: response.status, text: await response.text() };
  // Of a stream, what it begins with: what was missed, and the snapshot.
  let text = '';
  for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
    text += part;
    if (text.includes('"snapshot":true')) break;
  }
  stopping.abort();
  return { status: response.status, text };
};

const readJson = async <T>(who: number, path: string): Promise<T> => {
  const { status, text } = await request(who, 'GET', path);
  assert.equal(status, 200, `${path}: ${text}`);
  return JSON.parse(text) as T;
};

/** All that somebody could change of the other tenant. */
const stateOfOther = async () => {
  const { alerts } = await readJson<{
    alerts: { id: string; version: number; name: string; enabled: boolean }[];
  }>(other, '/v1/alerts');
  const { deliveries } = await readJson<{ deliveries: object[] }>(other, `/v1/alerts/${ids.alert}/history`);
  return {
    settings: await readJson<object>(other, '/v1/settings'),
    alerts: alerts.map(({ id, version, name, enabled }) => ({ id, version, name, enabled })),
    deliveries: deliveries.length,
    letters: await readJson<object>(other, '/v1/dead-letters?replayed=true'),
  };
};

before(async () => {
  api = await startKeyedApi([
    { tenant: OWN, scopes: ['read', 'admin'] },
    { tenant: OTHER, scopes: ['read', 'admin'] },
  ]);
  const rule = { name: SECRET, metric: 'mrr', above: 1, note: SECRET, channels: [{ type: 'log' }] };
  const made = await request(other, 'POST', '/v1/alerts', rule);
  assert.equal(made.status, 201, made.text);
  const alert = (JSON.parse(made.text) as { id: string }).id;
  await sendEvents(OWN, [
    {
      ...purchase('mine', 'mine'),
      id: 'm',
      amount: 100,
      properties: {},
      subscription: { id: 's', interval: 'month' },
    },
  ]);
  await sendEvents(OTHER, OTHERS_EVENTS);
  await settled();
  operations = operationsOf(await readReference());
  const message = await eventually('the alert fires', async () => {
    const { history } = await readJson<{ history: { message?: { id: string } }[] }>(
      other,
      `/v1/alerts/${alert}/history`,
    );
    return history.find((entry) => entry.message !== undefined)?.message?.id;
  });
  const letter = await writeLetter(OTHER, `${SECRET}-customer`, SECRET);
  await writeLetter(OTHER, `${SECRET}-customer`, `${SECRET} too`);
  ids = { metric: 'mrr', customer: KNOWN, alert, message, letter };
  theirs = {
    customer: [KNOWN, `${SECRET}-customer`],
    search: [KNOWN.slice(0, 5), SECRET],
    where: [`country:${SECRET}`, `plan:${SECRET}`],
    by: ['country', 'plan'],
    touchpoint: [SECRET],
    of: ['none', 'all'],
    cursor: await cursors(),
  };
});
after(() => api.stop());

/** Every cursor that the other tenant is given. */
const cursors = async (): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const operation of operations.filter(({ query }) => query.some(({ name }) => name === 'cursor'))) {
    const query = new URLSearchParams({ ...requiredQuery(operation), limit: '1' });
    const { next } = await readJson<{ next?: string | null }>(other, `${filled(operation, ids)}?${query}`);
    if (typeof next === 'string') found.push(next);
  }
  assert.ok(found.length >= 3, `${found.length} cursors`);
  return found;
};

/** Nothing of the other tenant is in an answer, but what the question itself brought. */
const holdsNothing = (question: string, { text }: Answer): void => {
  for (const secret of SECRETS)
    if (!decodeURIComponent(question).includes(secret))
      assert.ok(!text.includes(secret), `${question}: ${text.slice(0, 1_000)}`);
};

test('the other tenant itself sees what must not come out', async () => {
  let seen = 0;
  for (const operation of operations.filter(({ method, isOpen }) => method === 'GET' && !isOpen)) {
    const query = new URLSearchParams(requiredQuery(operation));
    const { text } = await request(other, 'GET', `${filled(operation, ids)}?${query}`);
    if (SECRETS.some((secret) => text.includes(secret))) seen++;
  }
  assert.ok(seen >= 12, `${seen} routes show something`);
});

test('every route, with ids, cursors and values of the other: nothing of it comes out, and nothing of it changes', async () => {
  const before = await stateOfOther();
  for (const operation of operations.filter(({ isOpen }) => !isOpen)) {
    const values = operation.query.flatMap(({ name }) =>
      (theirs[name] ?? []).map((value) => ({ [name]: value })),
    );
    const path = filled(operation, ids);
    for (const value of [{}, ...values]) {
      const query = new URLSearchParams({
        ...requiredQuery(operation),
        ...(value as Record<string, string>),
      });
      const question = `${operation.method} ${path}?${query}`;
      const answer = await request(own, operation.method, `${path}?${query}`, bodyOf(operation));
      assert.ok(answer.status < 500, `${question}: ${answer.text}`);
      holdsNothing(question, answer);
      if (/customers|alerts|dead-letters/.test(operation.path) && operation.path.includes('{'))
        assert.equal(answer.status, 404, question);
    }
    const asOther = await request(
      own,
      operation.method,
      `${path}?${new URLSearchParams(requiredQuery(operation))}`,
      bodyOf(operation),
      {
        'x-tidemark-tenant': OTHER,
      },
    );
    assert.equal(asOther.status, 403, `${operation.method} ${path} with the header`);
  }
  assert.deepEqual(await stateOfOther(), before);
});

test('a stream resumed at a place of the other tells nothing of it', async () => {
  const { text } = await request(other, 'GET', '/v1/stream?metrics=mrr');
  const place = /^id: (.*)$/m.exec(text)?.[1];
  assert.ok(place !== undefined && text.includes(String(2 * AMOUNT)), text);
  const answer = await request(own, 'GET', '/v1/stream?metrics=mrr', null, { 'last-event-id': place });
  assert.equal(answer.status, 200);
  holdsNothing('GET /v1/stream', answer);
});

test('the list of tenants and the session name the own one alone', async () => {
  assert.deepEqual(await readJson(own, '/v1/tenants'), { tenants: [OWN] });
  const signed = await request(own, 'POST', '/v1/session', { key: api.keys[own]! });
  assert.deepEqual(JSON.parse(signed.text), { tenant: OWN, sees: OWN });
});
