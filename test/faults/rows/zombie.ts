import { setTimeout as delay } from 'node:timers/promises';
import { picked } from '../run/chance.ts';
import type { Row } from '../run/scene.ts';
import { MOMENTS } from '../worker/strike.ts';

const WORKED = 2_500;
const STEPS = [
  'state.load',
  'state.commit',
  'outbox.reserve',
  'insert events',
  'insert movements',
  'outbox.trim',
] as const;

/** Row 2: it stands still in the middle of a step, another takes all over, and it goes on as if nothing had been. */
export const zombie: Row = {
  number: 2,
  name: 'SIGSTOP of a worker past its session, then SIGCONT',
  runs: { short: 2, full: 6 },
  strike: async ({ world: { workers }, random, run }) => {
    await workers.stopAll();
    const [step, moment] = [STEPS[run % STEPS.length]!, picked(random, MOMENTS)];
    const nth = 1 + Math.floor(random() * 20);
    const sleeper = await workers.launch({ point: { step, moment, nth, signal: 'SIGSTOP' } });
    await delay(WORKED + random() * WORKED);
    // Where it did not come to its point it is stopped where it is.
    sleeper.signal('SIGSTOP');
    // Ready only once the broker has given up the other one: after its session.
    await workers.start();
    await delay(WORKED);
    sleeper.signal('SIGCONT');
    await delay(2 * WORKED);
  },
};
