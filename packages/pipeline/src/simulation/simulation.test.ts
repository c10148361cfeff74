import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simulate } from './simulate.ts';

/** `FC_SEED` replays one seed; `FC_RUNS` says how many are tried. */
const only = process.env['FC_SEED'] || undefined;
const runs = Number(process.env['FC_RUNS'] || 500);
const seeds = only === undefined ? Array.from({ length: runs }, (_, index) => index + 1) : [Number(only)];

/** A turn of the event loop: every promise that can go on has gone on. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const report = (seed: number, wrong: readonly string[], history: readonly string[]): string =>
  [`seed ${seed} (replay with FC_SEED=${seed}):`, ...wrong, 'history:', ...history].join('\n');

test(`nothing is lost, doubled or wrong after crashes, zombies, lost answers and rolled back stores (${seeds.length} seeds)`, async () => {
  for (const seed of seeds) {
    const { wrong, history } = await simulate(seed, settled);
    assert.ok(wrong.length === 0, report(seed, wrong, history));
  }
});

test('a seed always gives the same run', async () => {
  const once = await simulate(7, settled);
  const again = await simulate(7, settled);
  assert.deepEqual(again.history, once.history);
});
