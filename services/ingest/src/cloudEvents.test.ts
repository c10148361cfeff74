import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLocalCodec } from '@tidemark/schemas';
import { startServer } from './testing/startServer.ts';

const STRUCTURED = 'application/cloudevents+json';
const BATCH = 'application/cloudevents-batch+json';

const event = (changes: object = {}): object => ({
  specversion: '1.0',
  id: '1',
  source: 'shop',
  type: 'tidemark.purchase',
  subject: 'c1',
  time: '2026-01-31T09:00:00Z',
  datacontenttype: 'application/json',
  traceparent: 'extension attributes are allowed',
  data: { amount: 100, currency: 'EUR', properties: { plan: 'gold' } },
  ...changes,
});

test('a CloudEvent is an event with the id source#id and the subject as customer', async (t) => {
  const ingest = await startServer(t);
  const answer = await ingest.post(JSON.stringify(event()), `${STRUCTURED}; charset=utf-8`);
  assert.equal(answer.status, 202, JSON.stringify(answer.body));
  const decoded = createLocalCodec().decode(ingest.written[0]!.value);
  assert.ok(decoded.ok);
  assert.deepEqual(
    { ...decoded.value },
    {
      type: 'purchase',
      id: 'shop#1',
      time: Date.UTC(2026, 0, 31, 9),
      customer: 'c1',
      amount: 100,
      currency: 'EUR',
      charged: 100,
      quantity: 1,
      sale: 'standard',
      properties: { plan: 'gold' },
    },
  );
});

test('spend has no subject; data may be absent', async (t) => {
  const ingest = await startServer(t);
  const data = { category: 'service', amount: 1, currency: 'EUR' };
  const spend = event({ type: 'tidemark.spend', subject: undefined, data });
  assert.equal((await ingest.post(JSON.stringify(spend), STRUCTURED)).status, 202);
  const missing = await ingest.post(JSON.stringify(event({ data: undefined })), STRUCTURED);
  assert.deepEqual(
    [missing.body.rejected[0]!.code, missing.body.rejected[0]!.field],
    ['missing_field', 'data.amount'],
  );
});

test('what is wrong is named as the CloudEvent calls it', async (t) => {
  const ingest = await startServer(t);
  const wrong: readonly (readonly [object, string])[] = [
    [{ specversion: '0.3' }, 'specversion'],
    [{ id: '' }, 'id'],
    [{ source: undefined }, 'source'],
    [{ type: 'purchase' }, 'type'],
    [{ type: 'tidemark.purchse' }, 'type'],
    [{ subject: undefined }, 'subject'],
    [{ subject: '' }, 'subject'],
    [{ time: undefined }, 'time'],
    [{ time: '2026-02-30T00:00:00Z' }, 'time'],
    [{ data: [] }, 'data'],
    [{ data: undefined, data_base64: 'e30=' }, 'data_base64'],
    [{ datacontenttype: 'text/xml' }, 'datacontenttype'],
    [{ data: { amount: -1, currency: 'EUR' } }, 'data.amount'],
    [{ data: { amount: 1, currency: 'EUR', ammount: 1 } }, 'data.ammount'],
    [{ data: { amount: 1, currency: 'EUR', customer: 'c2' } }, 'data.customer'],
    [{ source: 's'.repeat(255) }, 'id'],
  ];
  for (const [change, field] of wrong) {
    const answer = await ingest.post(JSON.stringify(event(change)), STRUCTURED);
    assert.equal(answer.status, 400, field);
    assert.equal(answer.body.rejected[0]!.field, field, JSON.stringify(answer.body.rejected));
    assert.ok(answer.body.rejected[0]!.message.startsWith(field), answer.body.rejected[0]!.message);
  }
  assert.equal(
    (await ingest.post(JSON.stringify(event({ source: 's'.repeat(254) })), STRUCTURED)).status,
    202,
  );
});

test('a batch is an array; one bad event does not lose the others', async (t) => {
  const ingest = await startServer(t);
  const answer = await ingest.post(
    JSON.stringify([event(), event({ id: '2', time: 1 }), event({ id: '3', type: 'x' })]),
    BATCH,
  );
  assert.equal(answer.status, 202);
  assert.deepEqual(
    answer.body.rejected.map(({ index, id, field }) => [index, id, field]),
    [[2, 'shop#3', 'type']],
  );
  assert.equal((await ingest.post(JSON.stringify(event()), BATCH)).status, 400);
  assert.equal((await ingest.post(JSON.stringify([event()]), STRUCTURED)).status, 400);
  assert.equal((await ingest.post('[]', BATCH)).status, 400);
});
