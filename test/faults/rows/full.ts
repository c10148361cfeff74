import { setTimeout as delay } from 'node:timers/promises';
import { keepRows } from '../run/keepRows.ts';
import type { Row, Scene } from '../run/scene.ts';
import { askRedis } from '../world/redisFiles.ts';
import { onSmallDisk } from '../world/smallDisk.ts';

const WORKED = 2_500;

const fullMemory = async ({ world }: Scene, milliseconds: number): Promise<void> => {
  await askRedis(world, async (redis) => {
    const used = Number(/used_memory:(\d+)/.exec(await redis.info('memory'))![1]);
    await redis.config('SET', 'maxmemory', String(Math.max(used - 1, 1)));
  });
  await delay(milliseconds);
  await askRedis(world, (redis) => redis.config('SET', 'maxmemory', '0'));
};

const fullDisk = async (scene: Scene, store: 'kafka' | 'redis' | 'clickhouse'): Promise<boolean> => {
  const { world, full, say } = scene;
  const done = await onSmallDisk(world, store, async ({ fill, free }) => {
    if (store === 'clickhouse') await keepRows(true);
    await delay(WORKED);
    fill();
    await delay(full ? 20_000 : 5_000);
    free();
    if (!world.stores[store].isAlive()) say(`${store} ended itself on the full disk`);
    await world.stores[store].start();
    await delay(2 * WORKED);
  });
  if (store === 'clickhouse') await keepRows(true);
  say(
    done ? `the disk of ${store} was full` : 'no small disk can be mounted here: the write error is made up',
  );
  return done;
};

/** Row 15. Where no disk can be mounted, ClickHouse's write error is made up on the way. */
export const full: Row = {
  number: 15,
  name: 'disk full, Redis at `maxmemory`',
  runs: { short: 2, full: 6 },
  strike: async (scene) => {
    const { world, run, full: isLong } = scene;
    const store = (['redis', 'clickhouse', 'kafka'] as const)[run % 3]!;
    await delay(WORKED);
    if (store === 'redis') await fullMemory(scene, isLong ? 20_000 : 4_000);
    if (await fullDisk(scene, store)) return;
    world.gate.onInsert(() => ({ name: 'refused', code: 243, type: 'NOT_ENOUGH_SPACE' }));
    await delay(isLong ? 20_000 : 5_000);
    world.gate.onInsert(null);
  },
};
