import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { Redis } from 'ioredis';
import { rowsOf } from './support/clickhouse.ts';
import { eventually } from './support/eventually.ts';
import { read, readStatus, settled } from './support/read.ts';
import { sendEvents } from './support/send.ts';
import { stack } from './support/stack.ts';

test('Redis emptied under a running processor: numbers come back as they were, and nothing is stored twice', async () => {
  const tenant = `lost-${randomUUID().slice(0, 8)}`;
  const purchase = (index: number): object => ({
    id: `p${index}`,
    type: 'purchase',
    time: Date.now(),
    customer: `c${index}`,
    amount: 1_000,
    currency: 'EUR',
    subscription: { id: 's', interval: 'month' },
  });
  const mrr = async () => (await read<{ value: number }>(tenant, '/v1/metrics/revenue?window=30d')).value;
  await sendEvents(
    tenant,
    Array.from({ length: 200 }, (_, index) => purchase(index)),
  );
  await settled();
  const before = await mrr();
  assert.equal(before, 200_000);
  const redis = new Redis(stack().redis);
  await redis.flushall();
  await redis.quit();
  // Whatever is made anew at this moment: a live number is the one from before, and never half of it.
  const seen = new Set<number>();
  await eventually('the live store is whole again', async () => {
    seen.add(await mrr());
    return (await readStatus()).rebuilding === null ? true : undefined;
  });
  assert.deepEqual([...seen], [before]);
  await sendEvents(tenant, [purchase(200)]);
  await settled();
  assert.equal(await mrr(), before + 1_000);
  await settled();
  // Kept where a lost Redis cannot lose it, and back in Redis.
  const [noted] = await rowsOf<{ count: number }>('SELECT count FROM partitions');
  const back = new Redis(stack().redis);
  assert.equal(Number(await back.get('tm:partitions')), noted!.count);
  back.disconnect();
  const [row] = await rowsOf<{ rows: string; offsets: string }>(
    'SELECT count() AS rows, uniqExact(partition, offset) AS offsets FROM events',
  );
  assert.equal(row!.rows, row!.offsets);
});
