import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFrom } from '../bench/workload/random.ts';
import { core } from './rows/core.ts';
import { runOnce } from './run/once.ts';
import { openWorld } from './world/world.ts';

/** The heart of `npm run faults`, with real processes: an own stack, in which a worker dies at each step, and nothing comes to harm. */
test('deaths at each step of settle, a zombie and lost answers: nothing lost, doubled or wrong', async (t) => {
  const seed = Math.floor(Math.random() * 1_000_000);
  const world = await openWorld(randomFrom(seed));
  try {
    const say = (line: string): void => t.diagnostic(line);
    const result = await runOnce(world, core, { seed, run: 0, full: false, asked: 2, say });
    const { lost, doubled, wrong, notes } = result;
    assert.deepEqual(
      { lost, doubled, wrong, notes },
      { lost: 0, doubled: 0, wrong: 0, notes: [] },
      `seed ${seed}`,
    );
    assert.ok(result.events > 0);
  } finally {
    await world.stop();
  }
});
