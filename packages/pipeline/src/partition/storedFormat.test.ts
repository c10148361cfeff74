import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FIRST_DAY, send } from '../testing/stream.ts';
import { createTopology, drive } from '../twins/topology.ts';

test('a customer stored in another format stops the partition with words, and is not misread', async () => {
  const topology = createTopology(1, () => FIRST_DAY + 401);
  const login = { tenant: 0, customer: 0, kind: 11, day: 1, amount: 0 };
  send(topology.log, { ...login, id: 1 }, 0);
  await drive(topology);
  topology.live
    .partition(0)!
    .customers.get('t0:c0')!
    .set('hot 0', Uint8Array.of(1, 9, 2));
  send(topology.log, { ...login, id: 2 }, 1);
  await assert.rejects(drive(topology), { name: 'StopPartition', message: /format 1, .* rebuild/ });
});
