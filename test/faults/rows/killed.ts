import { shuffled } from '../run/chance.ts';
import type { Row } from '../run/scene.ts';
import { deathsAt, dieAnytime, dieAt, everyDeath } from './kills.ts';

const SHORT = 8;

/** Row 1. */
export const killedAnywhere: Row = {
  number: 1,
  name: 'kill -9 of the worker, at each step of settle and at random moments',
  runs: { short: 2, full: 4 },
  strike: async (scene) => {
    const { full, random } = scene;
    const points = shuffled(random, everyDeath(random));
    await dieAt(scene, full ? points : points.slice(0, SHORT));
    await dieAnytime(scene, full ? 12 : 2);
  },
};

/** Row 3. */
export const killedBetween: Row = {
  number: 3,
  name: 'crash between Redis and ClickHouse, and between insert and trim',
  runs: { short: 2, full: 3 },
  strike: async (scene) => {
    const { full, random } = scene;
    const between = [
      'state.commit',
      'outbox.reserve',
      'insert events',
      'insert movements',
      'outbox.trim',
    ] as const;
    const points = shuffled(random, deathsAt(between, random));
    await dieAt(scene, full ? points : points.slice(0, SHORT));
  },
};
