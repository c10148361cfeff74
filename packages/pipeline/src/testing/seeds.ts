import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simulate } from '../simulation/simulate.ts';

/** A turn of the event loop: every promise that can go on has gone on. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const report = (seed: number, wrong: readonly string[], history: readonly string[]): string =>
  [`seed ${seed} (replay with FC_SEED=${seed}):`, ...wrong, 'history:', ...history].join('\n');

/** Seeds of all files of the simulation together, where nothing else is asked for. */
const USUAL = 10_000;

/** `FC_SEED` replays one seed; `FC_RUNS` says how many are tried. Each of `shares` files takes its share, so that they run side by side. */
export const trySeeds = (share: number, shares: number): void => {
  const only = process.env['FC_SEED'];
  const runs = Number(process.env['FC_RUNS'] || USUAL);
  const all = only === undefined ? Array.from({ length: runs }, (_, index) => index + 1) : [Number(only)];
  const seeds = all.filter((seed) => only !== undefined || seed % shares === share);
  test(`nothing is lost, doubled or wrong after crashes, zombies, lost answers, changed settings and stores rolled back or emptied (${seeds.length} seeds)`, async () => {
    for (const seed of seeds) {
      const { wrong, history } = await simulate(seed, settled);
      assert.ok(wrong.length === 0, report(seed, wrong, history));
    }
  });
};

export const replayed = async (seed: number): Promise<readonly string[]> =>
  (await simulate(seed, settled)).history;
