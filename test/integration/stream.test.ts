import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { createAlertFeed, createRedis, redisReady } from '@tidemark/redis';
import { createLogger } from '@tidemark/runtime';
import { read, settled } from './support/read.ts';
import { sendEvents } from './support/send.ts';
import { stack } from './support/stack.ts';
import { followStream, type Message } from './support/stream.ts';

/** The stream: a snapshot, then what changed; movements and alerts; and nothing lost by who comes back. */

const MINUTE = 60_000;
const name = () => `stream-${randomUUID().slice(0, 8)}`;
const ago = (milliseconds: number) => new Date(Date.now() - milliseconds).toISOString();

const purchase = (customer: string, amount: number, time = ago(MINUTE), more = {}) => ({
  id: randomUUID(),
  type: 'purchase',
  time,
  customer,
  amount,
  currency: 'EUR',
  subscription: { id: 's', interval: 'month' },
  ...more,
});

const valueIn = ({ data }: Message, metric: string) =>
  data.metrics.find((row: { metric: string }) => row.metric === metric)?.value;
const isMovement =
  (customer: string) =>
  ({ event, data }: Message): boolean =>
    event === 'movement' && data.customer === customer;

test('a snapshot of the catalogue as the API answers it, then only what changed', async (t) => {
  const tenant = name();
  await sendEvents(tenant, [purchase('ann', 1000)]);
  await settled();
  const following = await followStream(t, tenant);
  const first = await following.find('snapshot', ({ event }) => event === 'metrics');
  assert.deepEqual([first.data.snapshot, first.data.gap, first.data.tenant], [true, false, tenant]);
  const { metrics } = await read<{
    metrics: { id: string; windows: string[]; live: boolean }[];
  }>(tenant, '/v1/metrics');
  const expected = metrics.filter(({ live, windows }) => live && windows.includes('30d')).map(({ id }) => id);
  assert.deepEqual(
    first.data.metrics.map((row: { metric: string }) => row.metric),
    expected,
  );
  for (const row of first.data.metrics) {
    const { metric, value, numerator, denominator, window, unit } = await read<typeof row>(
      tenant,
      `/v1/metrics/${row.metric}?window=30d`,
    );
    assert.deepEqual(row, { metric, window, value, numerator, denominator, unit });
  }
  await sendEvents(tenant, [purchase('bob', 500)]);
  // The movement may be told before the value.
  const change = await following.find(
    'MRR 1500',
    (message) => message.event === 'metrics' && valueIn(message, 'mrr') === 1500,
  );
  assert.equal(change.data.snapshot, false);
  assert.equal(valueIn(change, 'nps'), undefined);
  const { data } = await following.find('movement', isMovement('bob'));
  const { movements } = await read<{ movements: object[] }>(tenant, '/v1/movements?customer=bob');
  assert.deepEqual(data, { ...movements[0], sign: 1 });
  assert.equal(following.messages.filter(isMovement('bob')).length, 1);
});

test('who comes back is told what was missed, once; of another tenant nothing', async (t) => {
  const [tenant, other] = [name(), name()];
  await sendEvents(tenant, [purchase('ann', 1000)]);
  await settled();
  const before = await followStream(t, tenant);
  await before.find('snapshot', ({ event }) => event === 'metrics');
  await sendEvents(tenant, [purchase('bob', 500)]);
  await before.find('movement', isMovement('bob'));
  before.stop();
  await sendEvents(tenant, [purchase('cat', 700), purchase('dan', 800)]);
  await sendEvents(other, [purchase('eve', 900)]);
  await settled();
  const after = await followStream(t, tenant, { lastId: before.lastId() });
  const snapshot = await after.find('snapshot', ({ event }) => event === 'metrics');
  assert.deepEqual([snapshot.data.snapshot, snapshot.data.gap], [true, false]);
  const told = after.messages.filter(({ event }) => event === 'movement').map(({ data }) => data.customer);
  assert.deepEqual(told.toSorted(), ['cat', 'dan']);
  assert.equal(valueIn(snapshot, 'mrr'), 3000);
});

test('where nothing can be resumed, the snapshot says so', async (t) => {
  for (const lastId of ['nonsense', '0-0_1_1', '1-0_zzzzzzzzzzz_1']) {
    const following = await followStream(t, name(), { lastId });
    const { data } = await following.find('snapshot', ({ event }) => event === 'metrics');
    assert.deepEqual([data.snapshot, data.gap], [true, true], lastId);
  }
});

test('a scheduled change is told when it comes, and what is taken back with its sign', async (t) => {
  const tenant = name();
  await sendEvents(tenant, [purchase('ann', 1000)]);
  await settled();
  const following = await followStream(t, tenant);
  await following.find('snapshot', ({ event }) => event === 'metrics');
  const soon = new Date(Date.now() + 4_000).toISOString();
  const leaves = { id: 'c', type: 'cancellation', time: ago(0), customer: 'ann', effective_at: soon };
  await sendEvents(tenant, [leaves]);
  const { data } = await following.find('churn', isMovement('ann'));
  assert.deepEqual([data.type, Date.parse(data.time), data.sign], ['churn', Date.parse(soon), 1]);
  await sendEvents(tenant, [{ id: 'v', type: 'void', time: ago(0), customer: 'ann', event: 'c' }]);
  await following.find('taken back', ({ event, data: row }) => event === 'movement' && row.sign === -1);
});

test('alerts of the tenant, as they were published, and again for who missed them', async (t) => {
  const tenant = name();
  const redis = createRedis(stack().redis, createLogger('test', 'fatal'));
  t.after(() => redis.disconnect());
  await redisReady(redis, 10_000);
  const feed = createAlertFeed(redis);
  const following = await followStream(t, tenant, { query: '?metrics=mrr' });
  await following.find('snapshot', ({ event }) => event === 'metrics');
  const body = (number: number) => JSON.stringify({ type: 'alert.firing', alert: `a${number}` });
  await feed.publish({ tenant: 'somebody.else', body: body(0) });
  await feed.publish({ tenant, body: body(1) });
  const { data } = await following.find('alert', ({ event }) => event === 'alert');
  assert.deepEqual(data, JSON.parse(body(1)));
  following.stop();
  await feed.publish({ tenant, body: body(2) });
  const after = await followStream(t, tenant, { query: '?metrics=mrr', lastId: following.lastId() });
  await after.find('snapshot', ({ event }) => event === 'metrics');
  assert.deepEqual(
    after.messages.filter(({ event }) => event === 'alert').map((message) => message.data.alert),
    ['a2'],
  );
});

test('wrong parameters are named', async () => {
  for (const [query, parameter] of [
    ['?metrics=mrr,nothing', 'metrics'],
    ['?window=31d', 'window'],
    ['?metrics=mrr&window=all', 'window'],
    ['?metric=mrr', 'metric'],
  ]) {
    const response = await fetch(`${stack().api}/v1/stream${query}`);
    assert.equal(response.status, 400, query);
    assert.equal(((await response.json()) as { parameter: string }).parameter, parameter);
  }
});
