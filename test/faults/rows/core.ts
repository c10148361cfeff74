import { setTimeout as delay } from 'node:timers/promises';
import type { Row } from '../run/scene.ts';
import type { FailPoint } from '../worker/failPoint.ts';
import { dieAt } from './kills.ts';

const at = (step: FailPoint['step'], moment: FailPoint['moment'], nth = 3): FailPoint => ({
  step,
  moment,
  nth,
  signal: 'SIGKILL',
});

/** A death before or after each step of settle, and in the middle of those that write. */
const DEATHS: readonly FailPoint[] = [
  at('deadLetters.write', 'after', 1),
  at('state.commit', 'during'),
  at('state.commit', 'after'),
  at('outbox.reserve', 'after'),
  at('insert events', 'during'),
  at('insert events', 'after'),
  at('insert movements', 'after'),
  at('outbox.trim', 'after'),
];
const LOST_ANSWERS = 4;
const WORKED = 2_000;

/** What `npm test` runs of all this. */
export const core: Row = {
  number: 100,
  name: 'a death at each step of settle, a zombie, lost answers',
  runs: { short: 1, full: 1 },
  strike: async (scene) => {
    const { world } = scene;
    await dieAt(scene, DEATHS);
    const sleeper = await world.workers.launch({
      point: { ...at('insert events', 'before'), signal: 'SIGSTOP' },
    });
    await delay(2 * WORKED);
    sleeper.signal('SIGSTOP');
    await world.workers.forget();
    let left = LOST_ANSWERS;
    world.gate.onInsert(() => (left-- > 0 ? { name: 'answer lost' } : { name: 'pass' }));
    await world.workers.start();
    await delay(WORKED);
    sleeper.signal('SIGCONT');
    await delay(WORKED);
  },
};
