import { cpSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { World } from './world.ts';

const FOLDER = 'appendonlydir';

const logFolder = ({ folder }: World): string => join(folder, 'redis', FOLDER);

/** The file Redis appends to now. */
const growing = (world: World): string => {
  const names = readdirSync(logFolder(world)).filter((name) => name.endsWith('.incr.aof'));
  const number = (name: string): number => Number(/\.(\d+)\.incr/.exec(name)?.[1] ?? 0);
  return join(logFolder(world), names.toSorted((a, b) => number(a) - number(b)).at(-1)!);
};

/** A command to Redis, past the links. */
export const askRedis = async <T>({ redisUrl }: World, ask: (redis: Redis) => Promise<T>): Promise<T> => {
  const redis = new Redis(redisUrl);
  redis.on('error', () => undefined);
  try {
    return await ask(redis);
  } finally {
    redis.disconnect();
  }
};

/** A copy of what Redis has written so far, torn at its end as copies of living files are. */
export const copyRedis = (world: World, name: string): string => {
  const copy = join(world.folder, name);
  rmSync(copy, { recursive: true, force: true });
  cpSync(logFolder(world), copy, { recursive: true });
  return copy;
};

/** Redis is gone at once and comes back with what the copy holds. */
export const restoreRedis = async (world: World, copy: string): Promise<void> => {
  await world.stores.redis.kill();
  rmSync(logFolder(world), { recursive: true, force: true });
  cpSync(copy, logFolder(world), { recursive: true });
  await world.stores.redis.start();
};

/** Redis is gone at once and comes back with nothing. */
export const emptyRedis = async (world: World): Promise<void> => {
  await world.stores.redis.kill();
  rmSync(logFolder(world), { recursive: true, force: true });
  await world.stores.redis.start();
};

const LOST = 1_000;

/** The power goes: what was written in the last second (`everysec`) is not on the disk. */
export const cutPower = async (world: World): Promise<void> => {
  const file = growing(world);
  const { size } = statSync(file);
  await delay(LOST);
  await world.stores.redis.kill();
  if (growing(world) === file) truncateSync(file, size);
  await world.stores.redis.start();
};
