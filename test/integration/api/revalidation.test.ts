import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { sendFewCustomers } from '../support/fewCustomers.ts';
import { settled } from '../support/read.ts';
import { sendEvents } from '../support/send.ts';
import { stack } from '../support/stack.ts';

/** Answers about history carry a validator, and are sent again only where they changed. */

const HISTORY = [
  '/v1/metrics/mrr?window=30d&at=2026-03-01',
  '/v1/metrics/mrr/series?interval=month&from=2026-01-01&to=2026-06-01',
  '/v1/metrics/mrr?window=30d&at=2026-03-01&by=plan',
  '/v1/mrr/bridge?interval=month&from=2026-01-01&to=2026-06-01',
  '/v1/movements',
  '/v1/cohorts',
  '/v1/customers',
  '/v1/cancellations/reasons',
  '/v1/surveys/answers',
  '/v1/nps/mrr',
];

let tenant = '';
before(async () => {
  tenant = await sendFewCustomers('etag');
});

const ask = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${stack().api}${path}`, { headers: { 'x-tidemark-tenant': tenant, ...headers } });

/** The validator of each answer. */
const validators = async (): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const path of HISTORY) {
    const response = await ask(path);
    assert.equal(response.status, 200, await response.text());
    assert.equal(response.headers.get('cache-control'), 'private, no-cache', path);
    assert.match(response.headers.get('vary') ?? '', /x-tidemark-tenant/, path);
    found.push(response.headers.get('etag')!);
  }
  return found;
};

test('asked again with its validator, an answer is 304 without a body, and says how far it holds', async () => {
  const known = await validators();
  // Data is known up to a later moment now; what is known is the same.
  await settled();
  for (const [index, path] of HISTORY.entries()) {
    const response = await ask(path, { 'if-none-match': `"other", ${known[index]}` });
    assert.deepEqual([response.status, await response.text()], [304, ''], path);
    assert.equal(response.headers.get('etag'), known[index], path);
    const isOfTime = /metrics|bridge/.test(path);
    assert.equal(response.headers.has('x-tidemark-data-through'), isOfTime, path);
  }
});

test('an event that changes the past changes every answer that it touches', async () => {
  const known = await validators();
  await sendEvents(tenant, [
    {
      id: 'late',
      type: 'purchase',
      time: '2026-01-05T00:00:00Z',
      customer: 'fay',
      amount: 900,
      currency: 'EUR',
      subscription: { id: 's', plan: 'pro', interval: 'month' },
    },
  ]);
  await settled();
  const changed = (await validators()).map((validator, index) => validator !== known[index]);
  const touched = HISTORY.map((path) => !/reasons|surveys|nps/.test(path));
  assert.deepEqual(changed, touched);
});

test('long answers come as gzip where it is asked for, with the same validator', async () => {
  const path = '/v1/metrics/mrr/series?interval=day&from=2026-01-01&to=2026-06-01';
  const [zipped, plain] = [
    await ask(path, { 'accept-encoding': 'gzip' }),
    await ask(path, { 'accept-encoding': 'identity' }),
  ];
  assert.deepEqual(
    [zipped, plain].map(({ headers }) => headers.get('content-encoding')),
    ['gzip', null],
  );
  assert.equal(zipped.headers.get('etag'), plain.headers.get('etag'));
  const [one, other] = (await Promise.all([zipped.json(), plain.json()])) as { points: object[] }[];
  assert.deepEqual(one!.points, other!.points);
});
