import { setTimeout as delay } from 'node:timers/promises';
import { picked } from '../run/chance.ts';
import type { Row } from '../run/scene.ts';
import { CLOCK_MODULE } from '../world/workers.ts';

/** Row 14: told to end, or killed; the broker finds out about those by itself. */
export const comingAndGoing: Row = {
  number: 14,
  name: 'workers joining and leaving every 10 s',
  runs: { short: 2, full: 3 },
  strike: async ({ world: { workers }, random, full, killed }) => {
    for (let turn = 0; turn < (full ? 12 : 3); turn++) {
      await workers.launch();
      await delay(full ? 10_000 : 6_000);
      const living = workers.living();
      if (living.length < 2) continue;
      const leaving = picked(random, living);
      if (turn % 3 === 2) {
        await leaving.kill();
        killed();
      } else void leaving.stop();
    }
    await delay(3_000);
  },
};

const WRONG = 600_000;

/** Row 17: a worker ahead, one behind, and one whose clock is set to and fro; ingest too. */
export const wrongClocks: Row = {
  number: 17,
  name: 'clocks of processes wrong by ±10 min, stepping back',
  runs: { short: 2, full: 3 },
  strike: async ({ world, run, full, killed }) => {
    const { workers, services } = world;
    const clocks = [String(WRONG), String(-WRONG), 'stepping'];
    await workers.stopAll();
    await services.ingest.stop();
    await services.ingest.start({
      NODE_OPTIONS: `--import=${CLOCK_MODULE}`,
      FAULT_CLOCK: clocks[run % clocks.length]!,
    });
    for (const [index, clock] of clocks.entries()) {
      await workers.launch({ clock });
      await delay(full ? 15_000 : 5_000);
      if (index === 1) {
        await workers.living()[0]?.kill();
        killed();
      }
    }
    await workers.stopAll();
    await services.ingest.stop();
  },
};
