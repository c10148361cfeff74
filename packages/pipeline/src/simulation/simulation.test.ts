import assert from 'node:assert/strict';
import { test } from 'node:test';
import { replayed, trySeeds } from '../testing/seeds.ts';

trySeeds(0, 2);

test('a seed always gives the same run', async () => {
  assert.deepEqual(await replayed(7), await replayed(7));
});
