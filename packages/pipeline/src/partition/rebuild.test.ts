import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StopPartition } from '../failures.ts';
import { createRandom } from '../simulation/random.ts';
import { differences } from '../testing/compare.ts';
import { FIRST_DAY, SENDING_BOUNDS, type Sending, send } from '../testing/stream.ts';
import { createTopology, drive } from '../twins/topology.ts';
import { createWorker } from './worker.ts';

const RECORDS = 400;

const filled = async (seed: number) => {
  const topology = createTopology(2, () => FIRST_DAY + 401);
  const empty = topology.live.snapshot();
  const random = createRandom(seed);
  const sendSome = (from: number, until: number): void => {
    for (let index = from; index < until; index++)
      send(
        topology.log,
        Object.fromEntries(
          Object.entries(SENDING_BOUNDS).map(([name, bound]) => [name, random.integer(bound)]),
        ) as unknown as Sending,
        index,
      );
  };
  sendSome(0, RECORDS);
  await drive(topology);
  return { topology, empty, sendSome };
};

/** The same log with its oldest records deleted. */
const shortened = (topology: Awaited<ReturnType<typeof filled>>['topology'], by: number) => ({
  ...topology,
  log: {
    ...topology.log,
    bounds: (partition: number) => ({ ...topology.log.bounds(partition), begin: by }),
  },
});

test('a live store that was emptied is made anew from the log, row by row as it was', async () => {
  const { topology, empty, sendSome } = await filled(1);
  empty();
  sendSome(RECORDS, RECORDS + 50);
  await drive(topology);
  assert.deepEqual(await differences(topology), []);
  assert.ok(topology.observations.some(({ kind }) => kind === 'rebuilding'));
});

test('what the log holds no more is replayed from history first', async () => {
  const { topology, empty, sendSome } = await filled(2);
  const letters = topology.deadLetters.letters().length;
  empty();
  sendSome(RECORDS, RECORDS + 50);
  await drive(shortened(topology, 100));
  assert.deepEqual(await differences(topology), []);
  const written = topology.deadLetters.letters();
  assert.ok(written.every(({ record }) => record.value !== null && record.key !== null));
  assert.ok(written.length >= letters);
});

test('records that neither log nor history holds, and a log made anew, stop the partition', async () => {
  const { topology, empty } = await filled(3);
  const worker = createWorker(topology.context);
  empty();
  const refused = async (begin: number, end: number): Promise<string> => {
    const error = await worker.claim(0, { begin, end }).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof StopPartition);
    return error.runbook;
  };
  const { end } = topology.log.bounds(0);
  assert.equal(await refused(end + 10, end + 20), 'docs/runbook/records-deleted.md');
  assert.equal(await refused(0, 5), 'docs/runbook/log-made-anew.md');
});

test('where an operator is to ask for it, a lost store waits until then', async () => {
  const { topology, empty } = await filled(4);
  empty();
  const manual = { ...topology.context, rebuild: 'manual' as const };
  const bounds = topology.log.bounds(0);
  await assert.rejects(createWorker(manual).claim(0, bounds), {
    name: 'RetryLater',
    runbook: 'docs/runbook/live-store-lost.md',
  });
  const asked = {
    ...manual,
    state: {
      ...manual.state,
      claim: async (...args: Parameters<typeof manual.state.claim>) => {
        const claim = await manual.state.claim(...args);
        return claim && { ...claim, rebuildAsked: true };
      },
    },
  };
  await drive({ ...topology, context: asked });
  assert.deepEqual(await differences(topology), []);
});
