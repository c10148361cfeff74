import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { type Activity, createProducer, EventRejected, type ProducerOptions, SendFailed } from './index.ts';

interface Seen {
  readonly headers: IncomingHttpHeaders;
  readonly events: Record<string, unknown>[];
}

type Answer = (response: ServerResponse, seen: Seen, request: number) => void;

const take: Answer = (response, { events }) =>
  response.writeHead(202).end(JSON.stringify({ accepted: events.length, rejected: [] }));

const start = async (t: TestContext, answer: Answer, options: ProducerOptions = {}) => {
  const requests: Seen[] = [];
  const server = createServer(async (request, response) => {
    const body = (await request.toArray()).join('');
    const seen = { headers: request.headers, events: body.split('\n').map((line) => JSON.parse(line)) };
    requests.push(seen);
    answer(response, seen, requests.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close().closeAllConnections());
  const { port } = server.address() as AddressInfo;
  return { requests, producer: createProducer({ url: `http://127.0.0.1:${port}`, ...options }) };
};

const activity = (fields: Partial<Activity> = {}): Activity => ({
  type: 'activity',
  customer: 'c1',
  name: 'login',
  ...fields,
});

test('events sent together share a request; id and time are made up where they are absent', async (t) => {
  const { requests, producer } = await start(t, take, { tenant: 'acme', apiKey: 'secret' });
  const time = new Date(1_700_000_000_000);
  await Promise.all([producer.send(activity()), producer.send(activity({ id: 'e2', time }))]);
  assert.equal(requests.length, 1);
  const [{ headers, events }] = requests as [Seen];
  assert.equal(headers['x-tidemark-tenant'], 'acme');
  assert.equal(headers.authorization, 'Bearer secret');
  assert.equal(headers['content-type'], 'application/x-ndjson');
  assert.match(String(events[0]!['id']), /^[0-9a-f-]{36}$/);
  assert.equal(typeof events[0]!['time'], 'number');
  assert.deepEqual(events[1], {
    type: 'activity',
    customer: 'c1',
    name: 'login',
    id: 'e2',
    time: time.toISOString(),
  });
});

test('a full batch does not wait; the rest goes with flush', async (t) => {
  const { requests, producer } = await start(t, take, { batchSize: 10, linger: 1_000_000 });
  for (let i = 0; i < 25; i++) void producer.send(activity({ id: `e${i}` }));
  await producer.flush();
  assert.deepEqual(
    requests.map(({ events }) => events.length).toSorted((a, b) => a - b),
    [5, 10, 10],
  );
  const ids = requests.flatMap(({ events }) => events.map(({ id }) => id));
  assert.equal(new Set(ids).size, 25);
});

test('an event that is refused rejects alone, with code, field and message', async (t) => {
  const rejected = [{ index: 1, id: 'bad', code: 'invalid_field', field: 'name', message: 'name: no' }];
  const { producer } = await start(t, (response) =>
    response.writeHead(202).end(JSON.stringify({ accepted: 1, rejected })),
  );
  const good = producer.send(activity({ id: 'good' }));
  const bad = producer.send(activity({ id: 'bad' }));
  await good;
  await assert.rejects(bad, (error: unknown) => {
    assert.ok(error instanceof EventRejected);
    assert.deepEqual(
      [error.id, error.code, error.field, error.message],
      ['bad', 'invalid_field', 'name', 'name: no'],
    );
    return true;
  });
});

test('429, 503, 500 and a cut connection are tried again, with the same ids', async (t) => {
  const { requests, producer } = await start(t, (response, seen, request) => {
    if (request === 1) response.writeHead(429).end('{}');
    else if (request === 2) response.writeHead(503).end('{}');
    else if (request === 3) response.writeHead(500).end('oops');
    else if (request === 4) response.destroy();
    else take(response, seen, request);
  });
  await producer.send(activity());
  assert.equal(requests.length, 5);
  assert.equal(new Set(requests.map(({ events }) => events[0]!['id'])).size, 1);
});

test('a server that stays away, or says no to the request, fails all its events', async (t) => {
  const busy = await start(t, (response) => response.writeHead(503, { 'retry-after': '60' }).end('{}'), {
    patience: 10_000,
  });
  await assert.rejects(busy.producer.send(activity()), SendFailed);
  const away = createProducer({ url: 'http://127.0.0.1:1', patience: 1 });
  await assert.rejects(away.send(activity()), /not reached/);
  const wrong = await start(t, (response) => response.writeHead(401).end('{"detail":"no key"}'));
  await assert.rejects(wrong.producer.send(activity()), /401.*no key/);
});

test('close sends what waits and takes no more', async (t) => {
  const { requests, producer } = await start(t, take, { linger: 1_000_000 });
  const sent = producer.send(activity());
  await producer.close();
  await sent;
  assert.equal(requests.length, 1);
  await assert.rejects(producer.send(activity()), /closed/);
});
