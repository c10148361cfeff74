import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPatience } from './patience.ts';

test('who waits is told of after a minute, and each minute from then on, till it is over', () => {
  const patience = createPatience();
  const at = (seconds: number, tenant = 'a') => patience.waits(tenant, seconds * 1_000);
  assert.deepEqual([at(5), at(30), at(64)], [null, null, null]);
  assert.deepEqual([at(65), at(66), at(124), at(125)], [5_000, null, null, 5_000]);
  assert.equal(at(125, 'b'), null);
  patience.isOver('a');
  assert.equal(at(200), null);
});
