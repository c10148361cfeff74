import { setTimeout as delay } from 'node:timers/promises';
import { INSERT_PATIENCE } from '@tidemark/pipeline';
import { picked } from '../run/chance.ts';
import type { Row } from '../run/scene.ts';
import { MOMENTS } from '../worker/strike.ts';
import { NARROW, setWindow } from './history.ts';

const WORKED = 2_500;
const STEPS = [
  'state.load',
  'state.commit',
  'outbox.reserve',
  'insert events',
  'insert movements',
  'outbox.trim',
] as const;

/** Milliseconds after which nothing that it sends is taken, as long as tokens must be remembered. */
const DEEP_SLEEP = INSERT_PATIENCE + 5_000;

/**
 * Row 2: it stands still in the middle of a step, another takes all over, and it goes on as if nothing had been; in the long form now and then before an
 * insert whose token is forgotten when it wakes up.
 */
export const zombie: Row = {
  number: 2,
  name: 'SIGSTOP of a worker past its session, then SIGCONT',
  runs: { short: 2, full: 6 },
  strike: async ({ world: { workers }, random, run, full, say }) => {
    await workers.stopAll();
    const step = STEPS[run % STEPS.length]!;
    const isDeep = full && step === 'insert events';
    const moment = isDeep ? 'before' : picked(random, MOMENTS);
    const nth = 1 + Math.floor(random() * 20);
    const sleeper = await workers.launch({ point: { step, moment, nth, signal: 'SIGSTOP' } });
    await delay(WORKED + random() * WORKED);
    // Where it did not come to its point it is stopped where it is.
    sleeper.signal('SIGSTOP');
    // Ready only once the broker has given up the other one: after its session.
    await workers.start();
    if (isDeep) {
      say('it sleeps until its token is forgotten');
      await setWindow(NARROW);
      await delay(DEEP_SLEEP);
    }
    await delay(WORKED);
    sleeper.signal('SIGCONT');
    await delay(2 * WORKED);
    if (isDeep) await setWindow(null);
  },
};
