import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@tidemark/core/testing/runs';
import fc from 'fast-check';
import { differences } from './testing/compare.ts';
import { FIRST_DAY, SENDING_BOUNDS, type Sending, send } from './testing/stream.ts';
import { createTopology, drive } from './twins/topology.ts';

const sending: fc.Arbitrary<Sending> = fc.record(
  Object.fromEntries(
    Object.entries(SENDING_BOUNDS).map(([name, bound]) => [name, fc.nat({ max: bound - 1 })]),
  ) as Record<keyof Sending, fc.Arbitrary<number>>,
);
const stream = fc.array(sending, { minLength: 1, maxLength: 60 });
const cut = fc.integer({ min: 1, max: 70 });

const run = async (sendings: readonly Sending[], slice: number, batch: number, insert: number) => {
  const topology = createTopology(2, () => FIRST_DAY + 401);
  for (const [index, one] of sendings.entries()) send(topology.log, one, index);
  const { limits } = topology.context;
  const context = {
    ...topology.context,
    limits: { ...limits, batch, cache: 7, insert: { ...limits.insert, rows: insert } },
  };
  await drive({ ...topology, context }, slice);
  return topology;
};

test('wherever the log is cut into slices, batches and inserts, a recount gives the same', async () => {
  await fc.assert(
    fc.asyncProperty(stream, cut, cut, cut, async (sendings, slice, batch, insert) => {
      assert.deepEqual(await differences(await run(sendings, slice, batch, insert)), []);
    }),
    runs(150),
  );
});

test('the days go by between batches, and no value changes', async () => {
  await fc.assert(
    fc.asyncProperty(stream, fc.array(fc.nat({ max: 90 }), { minLength: 1 }), async (sendings, days) => {
      let today = FIRST_DAY + 300;
      const topology = createTopology(2, () => today);
      const parts = days.length;
      for (const [part, passed] of days.entries()) {
        for (const [index, one] of sendings.entries())
          if (index % parts === part) send(topology.log, one, index);
        await drive(topology, 3);
        today += passed;
      }
      assert.deepEqual(await differences(topology), []);
    }),
    runs(150),
  );
});
