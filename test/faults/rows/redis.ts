import { setTimeout as delay } from 'node:timers/promises';
import { EVENTS_PARTITIONS, EVENTS_TOPIC } from '@tidemark/kafka';
import { readControl } from '@tidemark/redis';
import type { Row } from '../run/scene.ts';
import { askRedis, copyRedis, cutPower, emptyRedis, restoreRedis } from '../world/redisFiles.ts';
import type { World } from '../world/world.ts';

const WORKED = 2_500;

/** Row 5. A killed process loses nothing that the kernel has; a lost second is cut off its file. */
export const redisKilled: Row = {
  number: 5,
  name: 'Redis killed: `everysec` with its last second lost, and `always`',
  runs: { short: 2, full: 8 },
  strike: async (scene) => {
    const { world, run, full, killed } = scene;
    for (let time = 0; time < (full ? 3 : 2); time++) {
      await delay(WORKED);
      if (run % 2 === 0) await cutPower(world);
      else {
        await askRedis(world, (redis) => redis.config('SET', 'appendfsync', 'always'));
        await delay(WORKED);
        await world.stores.redis.kill();
        await world.stores.redis.start();
      }
      killed();
    }
    await delay(WORKED);
  },
};

/** Kafka's retention is shorter than history: what is stored goes from the log. Answers how many records that were. */
const shortenLog = async (world: World): Promise<number> => {
  const control = await askRedis(world, (redis) => readControl(redis, EVENTS_PARTITIONS));
  const admin = world.kafka.admin();
  await admin.connect();
  try {
    const held = await admin.fetchTopicOffsets(EVENTS_TOPIC);
    const stored = control.flatMap(({ partition, stored }) =>
      stored === null ? [] : [{ partition, offset: stored }],
    );
    const gone = stored.map(
      ({ partition, offset }) => offset - Number(held.find((one) => one.partition === partition)!.low),
    );
    const partitions = stored.map(({ partition, offset }) => ({ partition, offset: String(offset) }));
    await admin.deleteTopicRecords({ topic: EVENTS_TOPIC, partitions });
    return gone.reduce((sum, count) => sum + count, 0);
  } finally {
    await admin.disconnect();
  }
};

/** Row 6. It is made anew by itself, once from a log that begins late; until then live values come from history. */
export const emptied: Row = {
  number: 6,
  name: 'Redis emptied, also where the log begins late, and restored from an hour-old file',
  runs: { short: 2, full: 6 },
  strike: async ({ world, run, random, killed, say }) => {
    const old = copyRedis(world, 'redis-old');
    await delay(2 * WORKED);
    if (run % 3 === 0) say(`the log lost ${await shortenLog(world)} records that history holds`);
    if (run % 3 === 1) await restoreRedis(world, old);
    else await emptyRedis(world);
    killed();
    await delay(random() * WORKED);
    // It must not matter who makes it anew, nor how often that begins.
    await world.workers.killAll();
    killed();
    await world.workers.forget();
    await world.workers.launch();
    await delay(2 * WORKED);
  },
};

/** Row 7. */
export const rolledBack: Row = {
  number: 7,
  name: 'Redis rolled back while ClickHouse is ahead',
  runs: { short: 2, full: 6 },
  strike: async ({ world, run, random, full, killed }) => {
    await delay(WORKED);
    const copy = copyRedis(world, 'redis-before');
    await delay(full ? 10_000 : 4_000);
    const isAlone = run % 2 === 1;
    if (isAlone) {
      await world.workers.killAll();
      await world.workers.forget();
      killed();
    }
    await restoreRedis(world, copy);
    killed();
    if (isAlone) await world.workers.launch();
    await delay(WORKED + random() * WORKED);
  },
};
