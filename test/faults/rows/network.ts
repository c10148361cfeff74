import { setTimeout as delay } from 'node:timers/promises';
import { shuffled } from '../run/chance.ts';
import type { Row } from '../run/scene.ts';
import type { Weather } from '../world/link.ts';

const CLEAR = 2_000;

/** Row 13: each store in turn. */
export const networkCut: Row = {
  number: 13,
  name: 'network cut between worker and each store, and slow lossy links',
  runs: { short: 2, full: 2 },
  strike: async ({ world: { links }, random, full }) => {
    const seconds = full ? 60 : 5;
    const weathers: readonly Weather[] = [
      { name: 'cut' },
      { name: 'silent' },
      { name: 'bad', delay: 60, lossy: 150 },
      { name: 'answers lost', lost: 40 },
    ];
    for (const store of shuffled(random, ['kafka', 'redis', 'clickhouse'] as const))
      for (const weather of weathers) {
        links[store].set(weather);
        await delay(1000 * (full && weather.name !== 'cut' ? 20 : seconds));
        links[store].set({ name: 'clear' });
        await delay(CLEAR);
      }
  },
};
