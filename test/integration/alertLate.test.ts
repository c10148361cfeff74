import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Redis } from 'ioredis';
import { api, begin, cancellation, DAY } from './support/alertScene.ts';
import { eventually } from './support/eventually.ts';
import { type Receiver, startReceiver } from './support/receiver.ts';
import { sendEvents } from './support/send.ts';
import { stack } from './support/stack.ts';

/** Events that come late and show that a threshold was passed in the past. */

let receiver: Receiver;
before(async () => {
  receiver = await startReceiver();
});
after(() => receiver.close());

/** A rule made now watches since now: as if it had been made 90 days ago. */
const watchedFor = async (tenant: string, alert: string): Promise<void> => {
  const redis = new Redis(stack().redis);
  const key = `tm:{alerts}:states:${tenant}`;
  const text = await eventually(
    'a state of the rule',
    async () => (await redis.hget(key, alert)) ?? undefined,
  );
  const state = JSON.parse(text) as object;
  await redis.hset(key, alert, JSON.stringify({ ...state, watched_since: Date.now() - 90 * DAY }));
  redis.disconnect();
};

test('a crossing of the past that a late event shows is told once, marked late, and leaves where the rule stands', async () => {
  const bought = () => ({ time: Date.now() - 150 * DAY });
  const { tenant, path, id } = await begin(receiver, 'late', { tell_late: true }, bought);
  await watchedFor(tenant, id);
  const then = Date.now() - 40 * DAY;
  await sendEvents(tenant, [cancellation('c1', 'x1', then)]);
  await sendEvents(tenant, [cancellation('c2', 'x2', then + 1)]);
  const told = await receiver.next(path, 1);
  assert.deepEqual(
    [told.type, told.data.late, told.data.value, told.data.event?.id],
    ['alert.late', true, 0.2, 'x2'],
  );
  // Another late event changes nothing of what was told.
  await sendEvents(tenant, [cancellation('c2', 'x3', then + DAY)]);
  await sendEvents(tenant, [
    cancellation('c3', 'x4', Date.now() - 2),
    cancellation('c4', 'x5', Date.now() - 1),
  ]);
  const firing = await receiver.next(path, 2);
  assert.equal(firing.type, 'alert.firing');
  const { body } = await api(tenant, 'GET', `/v1/alerts/${id}/history`);
  const rows = (body['history'] as { kind: string; from: string; to: string }[]).filter(
    ({ kind }) => kind !== 'rule',
  );
  assert.deepEqual(
    rows.map(({ kind, from, to }) => `${kind} ${from} ${to}`),
    ['state ok firing', 'late ok ok'],
  );
});
