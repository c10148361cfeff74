import type { Scene } from '../run/scene.ts';
import { heal } from '../world/world.ts';
import { checkTold, delivered } from './check.ts';
import { cross, openWatched, type Watched } from './crossings.ts';
import { type MoodyReceiver, startMoodyReceiver } from './receiver.ts';

/** Rules of so many tenants are crossed at the same time. */
const TENANTS = 4;

/** What a fault of alerts is given, beside the scene. */
export interface Crossed {
  readonly receiver: MoodyReceiver;
  /** Until all that was told so far was delivered. */
  readonly delivered: () => Promise<void>;
}

/**
 * Values go past thresholds and back, one crossing after another as soon as history shows the last, while a fault strikes; then
 * everything is mended, and each crossing must have been told under one id. `strike` finds one alerter at work.
 */
export const underCrossings = async (
  scene: Scene,
  strike: (crossed: Crossed) => Promise<void>,
): Promise<void> => {
  const { world, run, traffic } = scene;
  const { alerters } = world;
  const receiver = await startMoodyReceiver();
  let isOver = false;
  try {
    await alerters.start();
    const watched: Watched[] = [];
    const { poisonTenant } = traffic.log;
    for (let index = 0; index < TENANTS; index++)
      watched.push(await openWatched(scene, receiver, `${poisonTenant}-alerts-${run}-${index}`));
    const crossAll = Promise.all(
      watched.map(async (each) => {
        while (!isOver) await cross(scene, each, () => isOver);
      }),
    );
    // Whoever waits for it hears of it; until then it must not end the test.
    crossAll.catch(() => undefined);
    await strike({ receiver, delivered: () => delivered(scene, receiver, watched) });
    isOver = true;
    await receiver.set({ name: 'well' });
    await heal(world);
    if (alerters.living().length === 0) await alerters.start();
    await crossAll;
    await checkTold(scene, receiver, watched);
  } finally {
    isOver = true;
    await alerters.killAll();
    receiver.close();
  }
};
