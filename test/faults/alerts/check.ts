import type { Scene } from '../run/scene.ts';
import { until } from '../world/until.ts';
import { toldOf, type Watched } from './crossings.ts';
import type { MoodyReceiver, Taken } from './receiver.ts';

/** Longer than the pauses between the first attempts. */
const TAKEN_WITHIN = 480_000;
const KINDS = ['alert.firing', 'alert.resolved'] as const;

/**
 * Each crossing of a rule is told under one id, which its receiver acknowledged at last, and under no other; what was told alternates
 * between a firing and its end.
 */
const checkRule = async (scene: Scene, watched: Watched, takes: readonly Taken[]): Promise<void> => {
  const { verdict } = scene;
  const { log, path, crossings } = watched;
  const told = (await toldOf(scene, watched)) ?? [];
  const own = takes.filter((take) => take.path === path);
  const typeOf = new Map(told.map(({ id, type }) => [id, type]));
  if (told.length < crossings)
    verdict.lost(`${log.tenant}: history shows ${told.length} of ${crossings} crossings`);
  if (told.length > crossings)
    verdict.doubled(`${log.tenant}: history shows ${told.length} crossings of ${crossings}`);
  if (typeOf.size < told.length) verdict.wrong(`${log.tenant}: two crossings share an id`);
  for (const [index, { type }] of told.entries())
    if (type !== KINDS[index % 2])
      verdict.wrong(`${log.tenant}: message ${index + 1} is ${type}, not ${KINDS[index % 2]}`);
  const acknowledged = new Set(own.filter(({ isAcknowledged }) => isAcknowledged).map(({ id }) => id));
  for (const { id, type } of told)
    if (!acknowledged.has(id)) verdict.lost(`${log.tenant}: ${type} ${id} was not delivered`);
  for (const id of new Set(own.map((take) => take.id)))
    if (!typeOf.has(id)) verdict.doubled(`${log.tenant}: ${id} was sent and is not in history`);
  for (const take of own) {
    if (!take.isSigned) verdict.wrong(`${log.tenant}: ${take.id} is not signed`);
    if ((typeOf.get(take.id) ?? take.type) !== take.type)
      verdict.wrong(`${log.tenant}: ${take.id} came as ${take.type}, history has ${typeOf.get(take.id)}`);
  }
};

/** Until all that history tells was acknowledged. Throws where that never is. */
export const delivered = (scene: Scene, receiver: MoodyReceiver, all: readonly Watched[]): Promise<void> => {
  const isDelivered = async (watched: Watched): Promise<boolean> => {
    const told = await toldOf(scene, watched);
    const acknowledged = receiver.taken.filter(({ isAcknowledged }) => isAcknowledged);
    const got = new Set(acknowledged.map(({ id }) => id));
    return told?.every(({ id }) => got.has(id)) ?? false;
  };
  return until(
    () => 'every message is delivered',
    async () => (await Promise.all(all.map(isDelivered))).every(Boolean),
    TAKEN_WITHIN,
  );
};

/** Waits until all was delivered, and checks each rule. */
export const checkTold = async (
  scene: Scene,
  receiver: MoodyReceiver,
  all: readonly Watched[],
): Promise<void> => {
  // What never comes is told of by the check.
  await delivered(scene, receiver, all).catch((error: unknown) => scene.say(String(error)));
  for (const watched of all) await checkRule(scene, watched, receiver.taken);
  const ids = new Set(receiver.taken.map(({ id }) => id)).size;
  const crossings = all.reduce((sum, { crossings: count }) => sum + count, 0);
  scene.say(`${crossings} crossings, ${ids} messages, sent ${receiver.taken.length} times`);
};
