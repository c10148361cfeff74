import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { simulate } from '../simulation/simulate.ts';
import { turn } from './turn.ts';

/** What a thread says of the seeds it tried. */
export interface Tried {
  readonly seeds: number;
  /** The first that was wrong. */
  readonly wrong: {
    readonly seed: number;
    readonly wrong: readonly string[];
    readonly history: readonly string[];
  } | null;
}

const report = ({ seed, wrong, history }: NonNullable<Tried['wrong']>): string =>
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
    const thread = new Worker(new URL('seedsThread.ts', import.meta.url), { workerData: seeds });
    const [tried] = (await once(thread, 'message')) as [Tried];
    assert.ok(tried.wrong === null, tried.wrong === null ? '' : report(tried.wrong));
    assert.equal(tried.seeds, seeds.length);
  });
};

export const replayed = async (seed: number): Promise<readonly string[]> =>
  (await simulate(seed, turn)).history;
