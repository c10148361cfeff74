import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differences } from '../testing/compare.ts';
import { FIRST_DAY, send } from '../testing/stream.ts';
import { createTopology, drive, type Topology } from '../twins/topology.ts';

const DAY = 86_400_000;
const NOW = FIRST_DAY + 401;
/** Records are appended a millisecond after the other, from here on. */
const FIRST_RECORD = (FIRST_DAY + 400) * DAY;
const subscribed = { tenant: 0, customer: 0, kind: 3, amount: 0 };

/** One subscription of 30 days, bought again five days after its end. */
const lapsed = async (): Promise<Topology> => {
  const topology = createTopology(1, () => NOW);
  send(topology.log, { ...subscribed, id: 1, day: 10 }, 0);
  send(topology.log, { ...subscribed, id: 2, day: 45 }, 1);
  await drive(topology);
  return topology;
};

const changeGrace = async (topology: Topology, renewal_grace: string, at: number): Promise<void> => {
  await topology.cache.write(topology.settings.change('t0', { renewal_grace }, at));
};

/** Movements that stand of what was known before a moment: day and type. */
const standing = ({ history }: Topology, knownBefore = Number.POSITIVE_INFINITY): readonly string[] => {
  const counts = new Map<string, number>();
  for (const { time, type, known_at, sign } of history.movements()) {
    if (known_at >= knownBefore) continue;
    const text = `${time / DAY - FIRST_DAY} ${type}`;
    counts.set(text, (counts.get(text) ?? 0) + sign);
  }
  return [...counts]
    .filter(([, count]) => count !== 0)
    .map(([text]) => text)
    .sort();
};

const LAPSED = ['10 new', '40 churn', '45 reactivation', '75 churn'];
const KEPT = ['10 new', '82 churn'];

test('with another grace other movements stand, and those of before can still be seen', async () => {
  const topology = await lapsed();
  assert.deepEqual(standing(topology), LAPSED);
  const at = FIRST_RECORD + 1_000;
  await changeGrace(topology, '7d', at);
  send(topology.log, { ...subscribed, kind: 11, id: 3, day: 100 }, 2_000);
  await drive(topology);
  assert.deepEqual(await differences(topology), []);
  assert.deepEqual(standing(topology), KEPT);
  assert.deepEqual(standing(topology, at), LAPSED);
  assert.deepEqual(standing(topology, at + 1), KEPT);
  const corrected = topology.observations.filter(({ kind }) => kind === 'corrected');
  assert.equal(corrected.length, 1);
});

test('a change and its return leave what was there, each row once', async () => {
  const topology = await lapsed();
  for (const [index, grace] of ['7d', '0s'].entries()) {
    await changeGrace(topology, grace, FIRST_RECORD + 1_000 * (index + 1));
    send(topology.log, { ...subscribed, kind: 11, id: 10 + index, day: 100 }, 1_000 * (index + 2));
    await drive(topology);
  }
  assert.deepEqual(await differences(topology), []);
  assert.deepEqual(standing(topology), LAPSED);
});

test('a record accepted before the change and applied after it is not known before the corrections', async () => {
  const topology = await lapsed();
  const at = FIRST_RECORD + 1_000;
  send(topology.log, { ...subscribed, kind: 4, amount: 0, id: 3, day: 50 }, 500);
  await changeGrace(topology, '7d', at);
  await drive(topology);
  assert.deepEqual(await differences(topology), []);
  assert.deepEqual(standing(topology), ['10 new', '50 churn']);
  assert.deepEqual(standing(topology, FIRST_RECORD + 500), LAPSED);
});

test('a live store lost before the change was written finds it when all is applied again', async () => {
  const topology = await lapsed();
  const lost = createTopology(1, () => NOW);
  await changeGrace(topology, '7d', FIRST_RECORD + 1_000);
  const { live } = lost;
  const context = { ...topology.context, state: live.state, outbox: live.outbox, terms: live.terms };
  send(topology.log, { ...subscribed, kind: 11, id: 3, day: 100 }, 2_000);
  const again = { ...topology, live, context };
  await drive(again, 500);
  assert.deepEqual(await differences(again), []);
  assert.deepEqual(standing(again), KEPT);
});
