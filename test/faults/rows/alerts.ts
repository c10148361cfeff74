import { setTimeout as delay } from 'node:timers/promises';
import { ALERTER_STEPS, type AlerterPoint, type AlerterStep } from '../alerts/alerterPoint.ts';
import type { Mood } from '../alerts/receiver.ts';
import { underCrossings } from '../alerts/underCrossings.ts';
import { picked, shuffled } from '../run/chance.ts';
import type { Row, Scene } from '../run/scene.ts';
import { MOMENTS } from '../worker/strike.ts';
import { copyRedis, cutPower, emptyRedis, restoreRedis } from '../world/redisFiles.ts';

const WORKED = 3_000;
const REACH_LIMIT = 30_000;
/** The alerters are what is tried here: a pause between requests that leaves them a machine. */
const PACE = 1_500;
const traffic = async () => ({ pace: PACE });

/** Calls of the start: they come once, or once a rule. */
const ONCE: ReadonlySet<AlerterStep> = new Set(['states.open', 'history.open', 'history.latestOfAll']);

const pointsOf = (random: () => number, signal: AlerterPoint['signal']): readonly AlerterPoint[] =>
  shuffled(
    random,
    ALERTER_STEPS.flatMap((step) =>
      MOMENTS.map((moment) => {
        const nth = ONCE.has(step) ? 1 : 1 + Math.floor(random() * 3);
        return { step, moment, nth, signal };
      }),
    ),
  );

/** One alerter after another, each of which dies at its point; one that does not reach it is killed where it is. */
const dieAt = async (
  { world: { alerters }, killed, say }: Scene,
  points: readonly AlerterPoint[],
): Promise<void> => {
  for (const point of points) {
    const alerter = await alerters.launch({ point });
    const reached = await Promise.race([
      alerter.ended().then(() => true),
      delay(REACH_LIMIT, false, { ref: false }),
    ]);
    if (!reached) say(`did not come to ${point.moment} ${point.step} no. ${point.nth}; killed where it was`);
    await alerter.kill();
    killed();
  }
};

const dieAnytime = async ({ world: { alerters }, random, killed }: Scene, times: number): Promise<void> => {
  for (let time = 0; time < times; time++) {
    const alerter = await alerters.launch();
    await delay(1_000 + random() * 5_000);
    await alerter.kill();
    killed();
  }
};

/** Row 18. */
export const alerterKilled: Row = {
  number: 18,
  name: 'alerter killed at each step, and at random moments',
  runs: { short: 1, full: 3 },
  traffic,
  strike: (scene) =>
    underCrossings(scene, async () => {
      const { full, random, killed, world } = scene;
      await delay(WORKED);
      await world.alerters.killAll();
      killed();
      const points = pointsOf(random, 'SIGKILL');
      await dieAt(scene, full ? points : points.slice(0, 6));
      await dieAnytime(scene, full ? 8 : 2);
    }),
};

/** Row 19: cut off, killed, emptied, and set back to what it held before. */
export const redisUnderAlerters: Row = {
  number: 19,
  name: 'Redis restarted, emptied and rolled back under two alerters',
  runs: { short: 1, full: 8 },
  traffic,
  strike: (scene) =>
    underCrossings(scene, async ({ delivered }) => {
      const { world, run, full, killed } = scene;
      await world.alerters.start();
      const kinds = [
        () => cutPower(world),
        () => emptyRedis(world),
        async () => {
          const copy = copyRedis(world, 'redis-before');
          await delay(2 * WORKED);
          await restoreRedis(world, copy);
        },
        async () => {
          await world.stores.redis.stop();
          await delay(WORKED);
          await world.stores.redis.start();
        },
      ];
      for (let time = 0; time < (full ? 2 : 1); time++) {
        await delay(2 * WORKED);
        await kinds[(run + 2 * time) % kinds.length]!();
        killed();
        await delay(2 * WORKED);
      }
      await delivered();
    }),
};

/** Each a while, and then well until all came: after a fourth failure an alerter waits for minutes. */
const MOODS: readonly { readonly mood: Mood; readonly lasts: number }[] = [
  { mood: { name: 'down' }, lasts: 12_000 },
  { mood: { name: 'taken' }, lasts: 10_000 },
  { mood: { name: 'slow', after: 4_000 }, lasts: 10_000 },
  { mood: { name: 'flapping' }, lasts: 10_000 },
  { mood: { name: 'slow', after: 11_000 }, lasts: 14_000 },
];

/** Row 20. */
export const receiversFail: Row = {
  number: 20,
  name: 'receiver down, slow, flapping, answering 500 after taking it; alerters killed meanwhile',
  runs: { short: 1, full: 4 },
  traffic,
  strike: (scene) =>
    underCrossings(scene, async ({ receiver, delivered }) => {
      const { world, random, full, killed } = scene;
      const moods = full ? MOODS : MOODS.slice(0, 3);
      for (const { mood, lasts } of moods) {
        await receiver.set(mood);
        await delay(lasts * random());
        await picked(random, world.alerters.living()).kill();
        killed();
        await world.alerters.start();
        await delay(lasts / 2);
        await receiver.set({ name: 'well' });
        await delivered();
      }
    }),
};

/** Row 21: three at work, of which one stands still in the middle of a step until others took all over, and one is killed. */
export const manyAlerters: Row = {
  number: 21,
  name: 'three alerters, one asleep in the middle of a step, one killed',
  runs: { short: 1, full: 4 },
  traffic,
  strike: (scene) =>
    underCrossings(scene, async () => {
      const { world, random, full, killed } = scene;
      const { alerters } = world;
      await alerters.start();
      for (const point of pointsOf(random, 'SIGSTOP').slice(0, full ? 6 : 1)) {
        const sleeper = await alerters.launch({ point });
        await delay(20_000);
        sleeper.signal('SIGCONT');
        await delay(WORKED);
        await picked(random, alerters.living()).kill();
        killed();
        while (alerters.living().length < 2) await alerters.start();
      }
    }),
};

const WRONG = 600_000;

/** Row 22. */
export const alerterClocks: Row = {
  number: 22,
  name: 'clocks of alerters wrong by ±10 min, stepping back',
  runs: { short: 1, full: 3 },
  traffic,
  strike: (scene) =>
    underCrossings(scene, async () => {
      const { world, full, killed } = scene;
      const { alerters } = world;
      for (const clock of [String(WRONG), 'stepping', String(-WRONG)]) {
        await alerters.start({ clock });
        await delay(full ? 20_000 : 6_000);
        await alerters.living()[0]!.kill();
        killed();
      }
      await delay(full ? 20_000 : 4_000);
    }),
};
