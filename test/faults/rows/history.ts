import { setTimeout as delay } from 'node:timers/promises';
import { stack } from '../../integration/support/stack.ts';
import type { Row, Scene } from '../run/scene.ts';
import type { Mood } from '../world/historyGate.ts';
import { copyRedis, restoreRedis } from '../world/redisFiles.ts';

const SLOW = 30_000;

const whileInserts = async (
  { world: { gate }, say }: Scene,
  seconds: number,
  moodOf: () => Mood,
): Promise<void> => {
  const before = gate.touched();
  gate.onInsert(moodOf);
  await delay(1000 * seconds);
  gate.onInsert(null);
  say(`${gate.touched() - before} inserts met it`);
};

/** Row 9. */
export const answersLost: Row = {
  number: 9,
  name: 'ClickHouse answers lost after success, 500s, slow by 30 s',
  runs: { short: 2, full: 4 },
  strike: async (scene) => {
    const { random, full } = scene;
    const seconds = full ? 30 : 6;
    const pass: Mood = { name: 'pass' };
    await whileInserts(scene, seconds, () => (random() < 0.5 ? { name: 'answer lost' } : pass));
    await whileInserts(scene, seconds, () => {
      const dice = random();
      if (dice < 0.3) return { name: 'done and refused' };
      return dice < 0.6 ? { name: 'refused', code: 252, type: 'TOO_MANY_PARTS' } : pass;
    });
    // Each partition's next insert is late once; its answer comes when the rows of half a minute have gathered behind it.
    await whileInserts(scene, full ? 60 : 5, () => ({ name: 'slow', delay: SLOW }));
    await delay(full ? 0 : SLOW - 5_000);
  },
};

const WINDOW = 10_000;

/** How many tokens of inserts ClickHouse remembers; null: as many as ever. */
export const setWindow = async (tokens: number | null): Promise<void> => {
  for (const table of ['events', 'movements']) {
    const url = new URL(stack().clickhouse);
    url.searchParams.set('database', 'tidemark');
    const body = `ALTER TABLE tidemark.${table} MODIFY SETTING non_replicated_deduplication_window = ${tokens ?? WINDOW}`;
    const response = await fetch(url, { method: 'POST', body });
    if (!response.ok) throw new Error(await response.text());
    await response.arrayBuffer();
  }
};

export const NARROW = 2;

/** Row 10. The window is made narrow, so that seconds of inserts pass it as hours would. */
export const pastTheWindow: Row = {
  number: 10,
  name: 'replay older than the token window',
  runs: { short: 2, full: 4 },
  strike: async (scene) => {
    const { world, random, full, killed } = scene;
    await setWindow(NARROW);
    await delay(2_000);
    const copy = copyRedis(world, 'redis-old');
    await delay(full ? 15_000 : 6_000);
    await restoreRedis(world, copy);
    killed();
    await delay(3_000);
    // And the same for ranges that are pending: stored, not trimmed, sent again after others.
    await whileInserts(scene, full ? 20 : 5, () =>
      random() < 0.6 ? { name: 'answer lost' } : { name: 'pass' },
    );
    await world.workers.killAll();
    killed();
    await world.workers.forget();
    await world.workers.launch();
    await delay(3_000);
    await setWindow(null);
  },
};
