import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { freePorts } from '../../infra/launcher/ports.ts';
import { api, begin as beginScene, cancellation, purchase, statesOf } from './support/alertScene.ts';
import { eventually } from './support/eventually.ts';
import { startProgram } from './support/program.ts';
import { type Receiver, SECRET, startReceiver } from './support/receiver.ts';
import { sendEvents } from './support/send.ts';
import { stack } from './support/stack.ts';

let receiver: Receiver;
before(async () => {
  receiver = await startReceiver();
});
after(() => receiver.close());

const begin = (name: string) => beginScene(receiver, name);
const next = (path: string, count: number) => receiver.next(path, count);

test('customers who leave make an alert fire once, signed, with who and why; bought again it is resolved', async () => {
  const { tenant, path, id } = await begin('resolve');
  const now = Date.now();
  await sendEvents(tenant, [cancellation('c1', 'x1', now - 60_000), cancellation('c2', 'x2', now - 50_000)]);
  const firing = await next(path, 1);
  assert.equal(firing.type, 'alert.firing');
  assert.ok(firing.isSigned);
  const { value, numerator, denominator, threshold, contributors, url } = firing.data;
  assert.deepEqual([value, numerator, denominator, threshold], [0.2, 2, 10, 0.15]);
  assert.deepEqual(
    contributors.map(({ customer, mrr, reason }) => [customer, mrr, reason]),
    [
      ['c1', 10_000, 'price'],
      ['c2', 10_000, 'price'],
    ],
  );
  assert.match(url, /window=30d/);
  const resent = await api(tenant, 'POST', `/v1/alerts/${id}/messages/${firing.id}/resend`);
  assert.deepEqual([resent.status, resent.body['message']], [202, firing.id]);
  const again = await next(path, 2);
  assert.deepEqual([again.id, again.isSigned, again.data.value], [firing.id, true, 0.2]);
  await sendEvents(tenant, [purchase('c1', 'b1', now - 1_000)]);
  const resolved = await next(path, 3);
  assert.equal(resolved.type, 'alert.resolved');
  assert.notEqual(resolved.id, firing.id);
  const rows = await statesOf({ tenant, path, id });
  assert.deepEqual(
    rows.map(({ to }) => to),
    ['firing', 'resolved'],
  );
  const history = await api(tenant, 'GET', `/v1/alerts/${id}/history`);
  assert.ok(!JSON.stringify(history.body).includes(SECRET));
  const deliveries = history.body['deliveries'] as { message: string; outcome: string; status: number }[];
  const ofFiring = deliveries.filter(
    ({ message, outcome }) => message === firing.id && outcome === 'delivered',
  );
  assert.deepEqual(
    ofFiring.map(({ status }) => status),
    [204, 204],
  );
  for (const name of ['alerter', 'api'])
    assert.ok(!readFileSync(join(stack().dataFolder, 'logs', `${name}.log`), 'utf8').includes(SECRET));
});

test('a voided cancellation takes the alert back', async () => {
  const { tenant, path } = await begin('withdraw');
  const now = Date.now();
  await sendEvents(tenant, [cancellation('c1', 'x1', now - 60_000), cancellation('c2', 'x2', now - 50_000)]);
  assert.equal((await next(path, 1)).type, 'alert.firing');
  await sendEvents(tenant, [{ id: 'v', type: 'void', time: Date.now(), customer: 'c2', event: 'x2' }]);
  const { type, data } = await next(path, 2);
  assert.equal(type, 'alert.withdrawn');
  assert.deepEqual(
    [data.before?.value, data.value, data.event?.id, data.event?.voids],
    [0.2, 0.1, 'v', 'x2'],
  );
});

test('a killed alerter goes on where it was; a receiver that fails gets the same message again', async () => {
  const { tenant, path } = await begin('killed');
  receiver.plan(path, [500]);
  const run = JSON.parse(readFileSync(join(stack().dataFolder, 'run.json'), 'utf8')) as {
    processes: Record<string, { pid: number }>;
  };
  const now = Date.now();
  await sendEvents(tenant, [cancellation('c1', 'x1', now - 60_000), cancellation('c2', 'x2', now - 50_000)]);
  process.kill(run.processes['alerter']!.pid, 'SIGKILL');
  const taken = await eventually(
    'a delivery that was taken',
    async () => receiver.received.get(path)?.find(({ status }) => status === 204),
    60_000,
  );
  assert.equal(taken.type, 'alert.firing');
  assert.deepEqual([...new Set(receiver.received.get(path)!.map(({ id }) => id))], [taken.id]);
});

test('two alerters tell each crossing once, and silence too', async (t) => {
  const { alerter } = await freePorts();
  const { kafka, redis, clickhouse, dataFolder } = stack();
  const second = startProgram(
    [join(import.meta.dirname, '../../services/alerter/src/main.ts')],
    { KAFKA_BROKERS: kafka, REDIS_URL: redis, CLICKHOUSE_URL: clickhouse, ALERTER_PORT: String(alerter) },
    dataFolder,
  );
  t.after(() => second.stop());
  await second.printed(/alerter watches/);
  const { tenant, path } = await begin('two');
  const quiet = `${path}-quiet`;
  const silence = {
    name: 'quiet',
    no_events_for: '3s',
    channels: [{ type: 'webhook', url: `${receiver.base}${quiet}`, secret: SECRET }],
  };
  assert.equal((await api(tenant, 'POST', '/v1/alerts', silence)).status, 201);
  assert.equal((await next(quiet, 1)).type, 'alert.firing');
  for (const round of [1, 2, 3]) {
    const now = Date.now();
    await sendEvents(tenant, [
      cancellation('c1', `x1-${round}`, now - 2),
      cancellation('c2', `x2-${round}`, now - 1),
    ]);
    assert.equal((await next(path, 2 * round - 1)).type, 'alert.firing');
    await sendEvents(tenant, [
      purchase('c1', `b1-${round}`, Date.now()),
      purchase('c2', `b2-${round}`, Date.now()),
    ]);
    assert.equal((await next(path, 2 * round)).type, 'alert.resolved');
  }
  assert.equal((await next(quiet, 2)).type, 'alert.resolved');
  const ids = receiver.received.get(path)!.map(({ id }) => id);
  assert.equal(new Set(ids).size, 6);
  assert.equal(ids.length, 6);
});

test('rules: wrong fields are named, versions guard changes, secrets stay hidden, starters are there', async () => {
  const tenant = `alerts-rules-${randomUUID().slice(0, 8)}`;
  const starters = await api(tenant, 'GET', '/v1/alerts');
  assert.equal(
    (starters.body['alerts'] as { enabled: boolean }[]).filter(({ enabled }) => enabled).length,
    0,
  );
  const good = { name: 'nps', metric: 'nps', window: '90d', below: 0 };
  for (const [wrong, field] of [
    [{ ...good, metric: 'no_such' }, 'metric'],
    [{ ...good, window: '8d' }, 'window'],
    [{ ...good, above: 1 }, 'above'],
    [{ ...good, colour: 'red' }, 'colour'],
    [{ ...good, channels: [{ type: 'webhook', url: 'no url', secret: SECRET }] }, 'channels[0].url'],
    [{ ...good, channels: [{ type: 'email', to: 'a@example.org' }] }, 'channels[0]'],
  ] as const) {
    const answer = await api(tenant, 'POST', '/v1/alerts', wrong);
    assert.deepEqual([answer.status, answer.body['field']], [400, field], JSON.stringify(answer.body));
  }
  const made = await api(tenant, 'POST', '/v1/alerts', {
    ...good,
    channels: [{ type: 'webhook', url: `${receiver.base}/none`, secret: SECRET }],
  });
  assert.deepEqual([made.status, made.body['min_denominator'], made.headers.get('etag')], [201, 30, '"1"']);
  assert.ok(!JSON.stringify(made.body).includes(SECRET));
  const path = `/v1/alerts/${String(made.body['id'])}`;
  const changed = await api(tenant, 'PATCH', path, { below: -10 }, { 'if-match': '"1"' });
  assert.deepEqual([changed.status, changed.body['below'], changed.body['version']], [200, -10, 2]);
  assert.equal((await api(tenant, 'PATCH', path, { below: 5 }, { 'if-match': '"1"' })).status, 412);
  assert.equal((await api(tenant, 'PATCH', path, { below: 5, version: 1 })).status, 409);
  const preview = await api(tenant, 'POST', '/v1/alerts/preview', good);
  assert.deepEqual([preview.status, preview.body['count']], [200, 0]);
  assert.equal((await api(tenant, 'DELETE', path)).status, 204);
  assert.equal((await api(tenant, 'GET', path)).status, 404);
  assert.equal((await api(tenant, 'GET', `${path}/history`)).status, 200);
});
