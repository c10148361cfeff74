import { setTimeout as delay } from 'node:timers/promises';
import { DEAD_LETTERS_TOPIC } from '@tidemark/kafka';
import kafkajs from 'kafkajs';
import { shuffled } from '../run/chance.ts';
import type { Row } from '../run/scene.ts';
import type { World } from '../world/world.ts';
import { deathsAt, dieAnytime, dieAt, everyDeath } from './kills.ts';

/** Row 11. */
export const repeated: Row = {
  number: 11,
  name: 'duplicates, shuffled and years-late events under kills',
  runs: { short: 2, full: 4 },
  traffic: async () => ({ repeats: true }),
  strike: async (scene) => {
    const { random, full } = scene;
    await delay(3_000);
    await dieAt(scene, shuffled(random, everyDeath(random)).slice(0, full ? 12 : 4));
    await dieAnytime(scene, full ? 4 : 1);
  },
};

const LARGEST_LETTER = 8 * 1024 * 1024;

/** The broker refuses dead letters that are larger than this. */
const letRoom = async ({ kafka }: World, bytes: number): Promise<void> => {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const configEntries = [
      { name: 'max.message.bytes', value: String(bytes) },
      { name: 'retention.ms', value: '-1' },
      { name: 'retention.bytes', value: '-1' },
    ];
    const type = kafkajs.ConfigResourceTypes.TOPIC;
    await admin.alterConfigs({
      validateOnly: false,
      resources: [{ type, name: DEAD_LETTERS_TOPIC, configEntries }],
    });
  } finally {
    await admin.disconnect();
  }
};

/** Row 12. */
export const poisoned: Row = {
  number: 12,
  name: 'poison of every kind, the dead-letter topic refusing',
  runs: { short: 2, full: 4 },
  traffic: async () => ({ poisoned: 1 }),
  strike: async (scene) => {
    const { world, random, full } = scene;
    await delay(full ? 8_000 : 3_000);
    await letRoom(world, 1);
    try {
      await delay(full ? 20_000 : 4_000);
    } finally {
      await letRoom(world, LARGEST_LETTER);
    }
    await delay(3_000);
    await dieAt(scene, deathsAt(['deadLetters.write', 'state.commit'], random).slice(0, full ? 6 : 3));
  },
};
