import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type OutboxEntry, type Plan, RetryLater } from '@tidemark/pipeline';
import { createLiveStore, createOutbox } from '@tidemark/redis';
import { Redis } from 'ioredis';
import { embeddedRedis } from '../../infra/embedded/redis/store.ts';
import { freePorts } from '../../infra/launcher/ports.ts';
import { type Supervised, supervise } from '../../infra/launcher/supervise.ts';

/** A real Redis of its own, made full while something waits in the outbox: nothing is half written, and what reaches history makes room. */

const folder = mkdtempSync(join(tmpdir(), 'tidemark-redis-full-'));
let server: Supervised;
let redis: Redis;

before(async () => {
  const { redis: port } = await freePorts();
  const spec = await embeddedRedis(join(folder, 'redis'), port);
  const events = { started: () => undefined, died: () => undefined };
  server = await supervise(spec, folder, events, 60_000, () => undefined);
  redis = new Redis(port);
});
after(async () => {
  redis?.disconnect();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const PARTITION = 0;
const BYTES = 1_000_000;
const WAITING = 8;

const planAt = (from: number): Plan => ({
  partition: PARTITION,
  from,
  next: from + 1,
  known_at: 1,
  customers: [],
  increments: [{ tenant: 'acme', history_version: 0, term: 'orders', day: null, delta: 1n }],
  events: [],
  movements: [],
  dead: [],
  tenants: [{ tenant: 'acme', history_version: 0 }],
  counts: { applied: 1, duplicate: 0, conflict: 0, dead: 0 },
});
const entryAt = (offset: number): OutboxEntry => ({
  first: offset,
  last: offset,
  rows: {
    events: { bytes: new Uint8Array(BYTES), ends: [BYTES], offsets: [offset] },
    movements: { bytes: new Uint8Array(0), ends: [], offsets: [] },
    corrections: { bytes: new Uint8Array(0), ends: [], offsets: [] },
  },
});

/** Everything Redis holds, as one text. */
const contents = async (): Promise<string> => {
  const keys = (await redis.keys('*')).toSorted();
  const dumps = await Promise.all(keys.map(async (key) => (await redis.dumpBuffer(key))!.toString('hex')));
  return JSON.stringify(keys.map((key, index) => [key, dumps[index]]));
};

test('a full Redis refuses a batch whole, lets the outbox go, and then takes the batch', async () => {
  const { state } = createLiveStore(redis);
  const outbox = createOutbox(redis);
  const found = (await state.claim(PARTITION))!;
  const { epoch } = (await state.claim(PARTITION, { epoch: found.epoch, next: 0, rebuildTo: null }))!;
  for (const offset of Array(WAITING).keys())
    assert.equal(await state.commit(epoch, planAt(offset), entryAt(offset)), 'committed');
  const used = Number(/^used_memory:(\d+)/m.exec(await redis.info('memory'))![1]);
  await redis.config('SET', 'maxmemory', used - BYTES);

  const before = await contents();
  await assert.rejects(
    state.commit(epoch, planAt(WAITING), entryAt(WAITING)),
    (error: unknown) => error instanceof RetryLater && error.runbook === 'docs/runbook/redis-full.md',
  );
  assert.equal(await contents(), before, 'nothing of the batch was written');

  const range = { entries: WAITING - 1, first: 0, last: WAITING - 2 };
  assert.equal(await outbox.reserve(PARTITION, epoch, range), true);
  assert.equal(await outbox.trim(PARTITION, epoch, range), true);
  assert.equal(await state.commit(epoch, planAt(WAITING), entryAt(WAITING)), 'committed');
  assert.deepEqual(
    (await outbox.peek(PARTITION, 9)).map(({ first }) => first),
    [WAITING - 1, WAITING],
  );
});
