import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { api, begin, cancellation, DAY, statesOf } from './support/alertScene.ts';
import { eventually } from './support/eventually.ts';
import { settled } from './support/read.ts';
import { type Receiver, startReceiver } from './support/receiver.ts';
import { sendEvents } from './support/send.ts';

/** Rules that are broken down or narrowed, and the preview of every kind of rule. */

let receiver: Receiver;
before(async () => {
  receiver = await startReceiver();
});
after(() => receiver.close());

/** Five customers of each of two countries and plans. */
const inTwo = (index: number) => ({
  properties: { country: index < 5 ? 'DE' : 'FR' },
  subscription: { id: 's', plan: index % 2 === 0 ? 'pro' : 'basic', interval: 'month' },
});

const answer = (customer: string, id: string, score: number, time: number) => ({
  id,
  type: 'survey',
  survey: 'nps',
  score,
  time,
  customer,
});

test('broken down by country each value has a state of its own: one fires and is withdrawn, another fires and is resolved', async () => {
  const rule = { metric: 'nps', window: '90d', above: null, below: 70, by: 'country', min_denominator: 3 };
  const scene = await begin(receiver, 'by', rule, inTwo);
  const { tenant, path, id } = scene;
  const now = Date.now();
  const content = Array.from({ length: 10 }, (_, index) => answer(`c${index}`, `a${index}`, 9, now - DAY));
  await sendEvents(tenant, [...content, answer('c1', 'x1', 2, now - 60_000)]);
  const german = await receiver.next(path, 1);
  assert.deepEqual(
    [german.type, german.data.group, german.data.value, german.data.numerator, german.data.denominator],
    ['alert.firing', 'DE', 60, 3, 5],
  );
  assert.match(german.data.text, /country DE/);
  assert.deepEqual(
    german.data.contributors.map(({ customer, reason }) => `${customer} ${reason}`),
    ['c1 answered 2'],
  );
  await sendEvents(tenant, [answer('c8', 'x8', 3, now - 50_000)]);
  const french = await receiver.next(path, 2);
  assert.deepEqual([french.type, french.data.group], ['alert.firing', 'FR']);
  assert.notEqual(french.id, german.id);
  const firing = (await api(tenant, 'GET', `/v1/alerts/${id}`)).body;
  assert.equal(firing['state'], 'firing');
  assert.deepEqual(
    (firing['groups'] as { group: string; state: string }[])
      .map(({ group, state }) => `${group} ${state}`)
      .sort(),
    ['DE firing', 'FR firing'],
  );
  await sendEvents(tenant, [{ id: 'v1', type: 'void', time: Date.now(), customer: 'c1', event: 'x1' }]);
  const taken = await receiver.next(path, 3);
  assert.deepEqual([taken.type, taken.data.group, taken.data.event?.id], ['alert.withdrawn', 'DE', 'v1']);
  await sendEvents(tenant, [answer('c8', 'y8', 10, Date.now() - 1_000)]);
  const back = await receiver.next(path, 4);
  assert.deepEqual([back.type, back.data.group], ['alert.resolved', 'FR']);
  assert.deepEqual(
    (await statesOf(scene)).map(({ group, to }) => `${group} ${to}`),
    ['DE firing', 'FR firing', 'DE withdrawn', 'FR resolved'],
  );
});

test('narrowed to a plan only its customers count; changed in what it is about, what fires ends', async () => {
  const scene = await begin(receiver, 'where', { where: 'plan:pro', min_denominator: 3 }, inTwo);
  const { tenant, path, id } = scene;
  const now = Date.now();
  await sendEvents(tenant, [cancellation('c1', 'x1', now - 60_000), cancellation('c2', 'x2', now - 50_000)]);
  const firing = await receiver.next(path, 1);
  assert.deepEqual(
    [firing.data.value, firing.data.denominator, firing.data.contributors.map(({ customer }) => customer)],
    [0.2, 5, ['c2']],
  );
  assert.equal((await api(tenant, 'PATCH', `/v1/alerts/${id}`, { where: null, by: 'plan' })).status, 200);
  assert.deepEqual((await receiver.next(path, 2)).type, 'alert.resolved');
  const groups = await Promise.all([receiver.next(path, 3), receiver.next(path, 4)]);
  assert.deepEqual(groups.map(({ type, data }) => `${type} ${data.group}`).sort(), [
    'alert.firing basic',
    'alert.firing pro',
  ]);
  const wrong = await api(tenant, 'PATCH', `/v1/alerts/${id}`, { metric: 'nps', window: '90d' });
  assert.deepEqual([wrong.status, wrong.body['field']], [400, 'by']);
});

test('preview: a year of a rule, of its change, of each value, and of silence', async () => {
  const { tenant } = await begin(receiver, 'preview', {}, inTwo);
  const at = Date.now() - 40 * DAY;
  await sendEvents(tenant, [cancellation('c1', 'x1', at), cancellation('c3', 'x3', at + 1)]);
  await settled();
  const preview = async (rule: object) => {
    const { status, body } = await api(tenant, 'POST', '/v1/alerts/preview', rule);
    assert.equal(status, 200, JSON.stringify(body));
    return body as {
      readonly count: number;
      readonly firings: readonly { readonly worst: number; readonly to: string | null }[];
      readonly groups?: readonly { readonly group: string; readonly count: number }[];
    };
  };
  const churn = { metric: 'customer_churn_rate', window: '30d', above: 0.15, min_denominator: 3 };
  // Those who bought 60 days ago were all there at the start of the windows that end 30 to 10 days ago.
  const whole = await preview(churn);
  assert.deepEqual([whole.count, whole.firings[0]?.worst], [1, 0.2]);
  const each = await preview({ ...churn, by: 'country' });
  assert.deepEqual(each.groups?.map(({ group, count }) => `${group} ${count}`).sort(), ['DE 1', 'FR 0']);
  const change = await preview({ metric: 'mrr', window: '30d', change: 'relative', below: -0.1 });
  assert.deepEqual([change.count, change.firings[0]?.worst], [1, -0.2]);
  const silence = await eventually('a pause of a second is over', async () => {
    const found = await preview({ no_events_for: '1s' });
    return found.count > 0 ? found : undefined;
  });
  assert.ok(silence.firings.at(-1)!.worst >= 1);
});
