import { parentPort, workerData } from 'node:worker_threads';
import { simulate } from '../simulation/simulate.ts';
import type { Tried } from './seeds.ts';
import { turn } from './turn.ts';

/** A thread that tries seeds until one is wrong: where a test runs, the runner follows every promise, which costs as much as the simulation. */
const tried: { seeds: number; wrong: Tried['wrong'] } = { seeds: 0, wrong: null };
for (const seed of workerData as readonly number[]) {
  const { wrong, history } = await simulate(seed, turn);
  tried.seeds++;
  if (wrong.length > 0) {
    tried.wrong = { seed, wrong, history };
    break;
  }
}
parentPort!.postMessage(tried);
