import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { defaultSettingsOf, nextSettings, type StoredSettings } from '@tidemark/core';
import { createSettingsCache, tellSettingsChanged } from '@tidemark/redis';
import { Redis } from 'ioredis';
import { embeddedRedis } from '../../infra/embedded/redis/store.ts';
import { freePorts } from '../../infra/launcher/ports.ts';
import { manage } from '../faults/world/managed.ts';

/** A real Redis of its own, killed and started again with the files of before a change of settings. */

const folder = mkdtempSync(join(tmpdir(), 'tidemark-redis-back-'));
const files = join(folder, 'redis', 'appendonlydir');
let server: ReturnType<typeof manage>;
let port: number;
let redis: Redis;

const reconnect = async (): Promise<void> => {
  redis?.disconnect();
  redis = new Redis(port);
  await redis.ping();
};
before(async () => {
  port = (await freePorts()).redis;
  server = manage(await embeddedRedis(join(folder, 'redis'), port), folder);
  await server.start();
  await reconnect();
});
after(async () => {
  redis?.disconnect();
  await server?.kill();
  rmSync(folder, { recursive: true, force: true });
});

const changed = (before: StoredSettings, renewal_grace: string): StoredSettings =>
  nextSettings(before, { ...before.settings, renewal_grace }, 1_750_000_000_000);

test('settings of before a roll back are not believed, and those read anew are', async () => {
  const tenant = 'acme';
  const old = changed(defaultSettingsOf(tenant), '10d');
  const now = changed(old, '90d');
  const cache = () => createSettingsCache(redis);
  await cache().write(old);
  assert.deepEqual(await cache().read([tenant, 'nobody']), [old, null]);
  // Its file, where every command is once it was answered.
  await redis.config('SET', 'appendfsync', 'always');
  await tellSettingsChanged(redis);
  const changes = await cache().changes();
  cpSync(files, join(folder, 'copy'), { recursive: true });

  await cache().write(now);
  await cache().write(old);
  assert.deepEqual(await cache().read([tenant]), [now]);
  await server.kill();
  rmSync(files, { recursive: true });
  cpSync(join(folder, 'copy'), files, { recursive: true });
  await server.start();
  await reconnect();

  assert.ok((await redis.get(`tm:{settings}:tenant:${tenant}`))?.includes('10d'), 'it was rolled back');
  assert.deepEqual(await cache().read([tenant]), [null]);
  assert.notEqual(await cache().changes(), changes);
  await cache().write(now);
  await cache().write(old);
  assert.deepEqual(await cache().read([tenant]), [now]);
});
