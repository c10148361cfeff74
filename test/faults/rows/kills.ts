import { setTimeout as delay } from 'node:timers/promises';
import type { Scene } from '../run/scene.ts';
import { type FailPoint, STEPS, type Step } from '../worker/failPoint.ts';
import { MOMENTS } from '../worker/strike.ts';

/** Steps that come now and then: an idle look, a new tenant, poison. */
const RARE: ReadonlySet<Step> = new Set(['settings.fixCurrencies', 'deadLetters.write', 'state.position']);
const REACH_LIMIT = 20_000;
/** A start takes a second or, on a busy machine, some. */
const EARLIEST = 500;
const LATEST = 6_000;

/** Everywhere a worker can die, at a random one of the first such calls. */
export const deathsAt = (steps: readonly Step[], random: () => number): readonly FailPoint[] =>
  steps.flatMap((step) =>
    MOMENTS.map((moment) => {
      const nth = RARE.has(step) ? 1 : 1 + Math.floor(random() * 8);
      return { step, moment, nth, signal: 'SIGKILL' } as const;
    }),
  );

export const everyDeath = (random: () => number): readonly FailPoint[] => deathsAt(STEPS, random);

/**
 * One worker after another, each of which dies at its point; one that does not reach it is killed where it is. The broker is told
 * that they are gone, or most of the time would be spent in waiting for their sessions to end.
 */
export const dieAt = async (
  { world: { workers }, killed, say }: Scene,
  points: readonly FailPoint[],
): Promise<void> => {
  await workers.killAll();
  killed();
  for (const point of points) {
    await workers.forget();
    const worker = await workers.launch({ point });
    const reached = await Promise.race([
      worker.ended().then(() => true),
      delay(REACH_LIMIT, false, { ref: false }),
    ]);
    if (!reached) say(`did not come to ${point.moment} ${point.step} no. ${point.nth}; killed where it was`);
    await worker.kill();
    killed();
  }
  await workers.forget();
};

/** Workers that die after a random time, from the first line of their start to the middle of their work. */
export const dieAnytime = async (
  { world: { workers }, random, killed }: Scene,
  times: number,
): Promise<void> => {
  for (let time = 0; time < times; time++) {
    await workers.forget();
    const worker = await workers.launch();
    await delay(EARLIEST + random() * LATEST);
    await worker.kill();
    killed();
  }
  await workers.forget();
};
