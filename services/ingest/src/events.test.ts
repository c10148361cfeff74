import assert from 'node:assert/strict';
import { request } from 'node:http';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { RetryLater } from '@tidemark/pipeline';
import { createBudget } from './budget.ts';
import { activity, ndjson, purchase, startServer } from './testing/startServer.ts';

const NDJSON = 'application/x-ndjson';

test('one event, and an array: 202 with what became of each', async (t) => {
  const ingest = await startServer(t);
  const one = await ingest.post(JSON.stringify(activity('e1')));
  assert.equal(one.status, 202);
  assert.deepEqual(one.body, { accepted: 1, rejected: [] });
  const several = await ingest.post(
    JSON.stringify([activity('e2'), activity('e3', { nmae: 1 }), activity('e4'), 7]),
    'application/json; charset=UTF-8',
  );
  assert.equal(several.status, 202);
  assert.equal(several.body.accepted, 2);
  assert.deepEqual(several.body.rejected, [
    {
      index: 1,
      id: 'e3',
      code: 'unknown_field',
      field: 'nmae',
      message: 'nmae: no field of activity; did you mean name?',
    },
    { index: 3, id: null, code: 'invalid_json', field: null, message: 'expected an object, got 7' },
  ]);
  assert.deepEqual(ingest.ids(), ['e1', 'e2', 'e4']);
});

test('records have the key tenant:customer; spend has no customer', async (t) => {
  const ingest = await startServer(t);
  const spend = { id: 's', type: 'spend', time: 0, category: 'service', amount: 1, currency: 'EUR' };
  const headers = { 'x-tidemark-tenant': 'acme' };
  await ingest.post(
    JSON.stringify([activity('e1', { customer: 'a:b' }), spend]),
    'application/json',
    headers,
  );
  await ingest.post(JSON.stringify(activity('e2')));
  assert.deepEqual(
    ingest.written.map(({ key }) => key),
    ['acme:a:b', 'acme:', 'demo:c1'],
  );
  const wrong = await ingest.post('{}', 'application/json', { 'x-tidemark-tenant': 'a b' });
  assert.equal(wrong.status, 400);
  assert.match(wrong.body.detail, /x-tidemark-tenant/);
});

test('NDJSON: a bad line is one rejection at its index, blank lines are skipped', async (t) => {
  const ingest = await startServer(t);
  const body = `\ufeff${JSON.stringify(activity('e1'))}\r\n\n  \t\r\n{"id":\n${JSON.stringify(activity('e2'))}\n[]\n`;
  const answer = await ingest.post(body, NDJSON);
  assert.equal(answer.status, 202);
  assert.equal(answer.body.accepted, 2);
  assert.deepEqual(
    answer.body.rejected.map(({ index, id, code }) => [index, id, code]),
    [
      [1, null, 'invalid_json'],
      [3, null, 'invalid_json'],
    ],
  );
  assert.deepEqual(ingest.ids(), ['e1', 'e2']);
});

test('NDJSON arrives in pieces that cut lines and characters anywhere', async (t) => {
  const ingest = await startServer(t);
  const bytes = Buffer.from(ndjson([activity('é😀'), activity('b'), activity('c')]));
  const body = new ReadableStream({
    start: (controller) => {
      for (let start = 0; start < bytes.length; start += 3)
        controller.enqueue(bytes.subarray(start, start + 3));
      controller.close();
    },
  });
  const response = await fetch(`${ingest.url}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': NDJSON },
    body,
    duplex: 'half',
  } as RequestInit);
  assert.deepEqual(await response.json(), { accepted: 3, rejected: [] });
  assert.deepEqual(ingest.ids(), ['é😀', 'b', 'c']);
});

test('bytes that are not UTF-8 are refused: a line alone in NDJSON, a JSON body as a whole', async (t) => {
  const ingest = await startServer(t);
  const bad = Buffer.concat([Buffer.from('{"id":"'), Buffer.from([0xff]), Buffer.from('"}')]);
  const lines = await ingest.post(
    Buffer.concat([bad, Buffer.from(`\n${JSON.stringify(activity('e1'))}`)]),
    NDJSON,
  );
  assert.equal(lines.status, 202);
  assert.match(lines.body.rejected[0]!.message, /not UTF-8/);
  const whole = await ingest.post(bad);
  assert.equal(whole.status, 400);
  assert.match(whole.body.detail, /not UTF-8/);
});

test('where nothing is accepted: 400, a problem document that also says what and why', async (t) => {
  const ingest = await startServer(t);
  const answer = await ingest.post(JSON.stringify([activity('e1', { time: 'now' })]));
  assert.equal(answer.status, 400);
  assert.equal(answer.type, 'application/problem+json; charset=utf-8');
  assert.equal(answer.body.title, 'Bad Request');
  assert.equal(answer.body.status, 400);
  assert.equal(answer.body.accepted, 0);
  assert.equal(answer.body.rejected[0]!.field, 'time');
  for (const body of ['', '[]', '{"id"', 'null']) {
    const empty = await ingest.post(body);
    assert.equal(empty.status, 400, body);
    assert.equal(empty.body.accepted, 0);
  }
  const blank = await ingest.post('\n\n', NDJSON);
  assert.match(blank.body.detail, /no event/);
  assert.equal(ingest.written.length, 0);
});

test('the limits: 10,000 events and 10 MiB, in every form', async (t) => {
  const ingest = await startServer(t);
  const events = Array.from({ length: 10_001 }, (_, i) => activity(`e${i}`));
  assert.equal((await ingest.post(ndjson(events.slice(1)), NDJSON)).body.accepted, 10_000);
  assert.equal((await ingest.post(JSON.stringify(events.slice(1)))).body.accepted, 10_000);
  ingest.written.length = 0;
  assert.equal((await ingest.post(ndjson(events), NDJSON)).status, 413);
  const many = await ingest.post(JSON.stringify(events));
  assert.equal(many.status, 413);
  assert.match(many.body.detail, /10000 events/);
  const large = ndjson([activity('large', { properties: { text: 'x'.repeat(10 * 1024 * 1024) } })]);
  for (const type of [NDJSON, 'application/json']) assert.equal((await ingest.post(large, type)).status, 413);
  const packed = await ingest.post(gzipSync(large), NDJSON, { 'content-encoding': 'gzip' });
  assert.equal(packed.status, 413);
  assert.equal(ingest.written.length, 0);
});

test('413 is answered while a client still streams without a declared length', async (t) => {
  const ingest = await startServer(t);
  const line = Buffer.from(`${JSON.stringify(activity('e'))}\n`);
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const upload = request(`${ingest.url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': NDJSON },
    });
    upload.on('response', (response) => {
      response.resume();
      upload.end();
      resolve(response.statusCode);
    });
    upload.on('error', reject);
    const more = (): void => {
      if (!upload.writableEnded && upload.write(Buffer.concat(new Array(100).fill(line)))) setImmediate(more);
      else if (!upload.writableEnded) upload.once('drain', more);
    };
    more();
  });
  assert.equal(status, 413);
  assert.equal((await ingest.post(JSON.stringify(activity('after')))).status, 202);
});

test('an event that fits no Kafka record is refused alone', async (t) => {
  const ingest = await startServer(t);
  const answer = await ingest.post(
    JSON.stringify([activity('large', { properties: { text: 'x'.repeat(1_000_000) } }), activity('e1')]),
  );
  assert.equal(answer.status, 202);
  assert.deepEqual(
    answer.body.rejected.map(({ id, code }) => [id, code]),
    [['large', 'too_large']],
  );
});

test('gzip is unpacked; what is not gzip, or another encoding, is refused', async (t) => {
  const ingest = await startServer(t);
  const body = gzipSync(JSON.stringify(activity('e1')));
  assert.equal((await ingest.post(body, 'application/json', { 'content-encoding': 'gzip' })).status, 202);
  const damaged = await ingest.post('{}', 'application/json', { 'content-encoding': 'gzip' });
  assert.equal(damaged.status, 400);
  assert.match(damaged.body.detail, /gzip/);
  const cut = await ingest.post(body.subarray(0, 20), 'application/json', { 'content-encoding': 'gzip' });
  assert.equal(cut.status, 400);
  assert.equal((await ingest.post(body, 'application/json', { 'content-encoding': 'br' })).status, 415);
});

test('other content types are 415 and name those that are taken', async (t) => {
  const ingest = await startServer(t);
  for (const type of [
    'text/plain',
    'application/xml',
    'application/json; charset=latin1',
    'json',
    '__proto__',
  ]) {
    const answer = await ingest.post(JSON.stringify(activity('e1')), type);
    assert.equal(answer.status, 415, type);
  }
  const none = await fetch(`${ingest.url}/v1/events`, { method: 'POST', body: new Uint8Array([1]) });
  assert.equal(none.status, 415);
  assert.match(await none.text(), /application\/x-ndjson/);
});

test("the first event with money fixes the tenant's currency; others are refused by name", async (t) => {
  const ingest = await startServer(t);
  const mixed = await ingest.post(
    JSON.stringify([activity('a'), purchase('p1'), purchase('p2', { currency: 'USD' }), purchase('p3')]),
  );
  assert.equal(mixed.body.accepted, 3);
  assert.deepEqual(mixed.body.rejected, [
    {
      index: 2,
      id: 'p2',
      code: 'wrong_currency',
      field: 'currency',
      message: 'currency: expected EUR, the currency of tenant demo, got USD',
    },
  ]);
  assert.equal((await ingest.post(JSON.stringify(purchase('p4', { currency: 'USD' })))).status, 400);
  const other = await ingest.post(JSON.stringify(purchase('p5', { currency: 'USD' })), 'application/json', {
    'x-tidemark-tenant': 'other',
  });
  assert.equal(other.status, 202);
  assert.deepEqual(
    [...ingest.fixed],
    [
      ['demo', 'EUR'],
      ['other', 'USD'],
    ],
  );
});

test('an event that is refused for another reason does not fix a currency', async (t) => {
  const ingest = await startServer(t);
  await ingest.post(JSON.stringify([purchase('p1', { currency: 'USD', amount: -1 }), purchase('p2')]));
  assert.equal(ingest.fixed.get('demo'), 'EUR');
});

test('503 with Retry-After where Kafka, or the store of currencies, is away; money-free events need no currency', async (t) => {
  const away = async (): Promise<never> => {
    throw new RetryLater('the store is away');
  };
  const kafka = await startServer(t, { writer: { write: away, close: async () => undefined } });
  const refused = await kafka.post(JSON.stringify(activity('e1')));
  assert.equal(refused.status, 503);
  assert.equal(refused.retryAfter, '5');
  assert.match(refused.body.detail, /send the same again/);
  const history = await startServer(t, { fixCurrency: away });
  assert.equal((await history.post(JSON.stringify(purchase('p1')))).status, 503);
  assert.equal((await history.post(JSON.stringify(activity('e1')))).status, 202);
});

test('429 with Retry-After while too many bytes are under way', async (t) => {
  let acknowledge = (): void => {};
  const held = new Promise<void>((resolve) => {
    acknowledge = resolve;
  });
  let reached = (): void => {};
  const writing = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const body = JSON.stringify(activity('e1'));
  const ingest = await startServer(t, {
    budget: createBudget(body.length),
    writer: {
      write: () => {
        reached();
        return held;
      },
      close: async () => undefined,
    },
  });
  const first = ingest.post(body);
  await writing;
  const second = await ingest.post(body);
  assert.equal(second.status, 429);
  assert.equal(second.retryAfter, '1');
  acknowledge();
  assert.equal((await first).status, 202);
  assert.equal((await ingest.post(body)).status, 202);
});

test('a failure of ours is a problem document without its inside', async (t) => {
  const ingest = await startServer(t, {
    writer: {
      write: async () => {
        throw new TypeError('secret');
      },
      close: async () => undefined,
    },
  });
  const answer = await ingest.post(JSON.stringify(activity('e1')));
  assert.equal(answer.status, 500);
  assert.doesNotMatch(JSON.stringify(answer.body), /secret/);
});

test('a request under way is served while the server drains', async (t) => {
  let acknowledge = (): void => {};
  const held = new Promise<void>((resolve) => {
    acknowledge = resolve;
  });
  let reached = (): void => {};
  const writing = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const ingest = await startServer(t, {
    writer: {
      write: () => {
        reached();
        return held;
      },
      close: async () => undefined,
    },
  });
  const underWay = ingest.post(JSON.stringify(activity('e1')));
  await writing;
  const closed = ingest.server.close();
  acknowledge();
  assert.equal((await underWay).status, 202);
  await closed;
  await assert.rejects(ingest.post(JSON.stringify(activity('e2'))));
});
