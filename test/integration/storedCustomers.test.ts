import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordKey } from '@tidemark/core';
import { partitionFor } from '@tidemark/kafka';
import { BUCKETS, createBucketReader, createRedis, readCustomer, redisReady } from '@tidemark/redis';
import { createLogger } from '@tidemark/runtime';
import { read, readStatus, settled } from './support/read.ts';
import { sendEvents } from './support/send.ts';
import { stack } from './support/stack.ts';

/** Customers with few events and with thousands, as the real store keeps their parts. */

const TENANT = 'stored';
const MINUTE = 60_000;
const BEGIN = Date.parse('2025-01-01T00:00:00Z');

const visit = (customer: string, n: number, minute = n) => ({
  id: `${customer} ${n}`,
  type: 'activity',
  time: BEGIN + minute * MINUTE,
  customer,
  name: 'visit',
});
const visits = (customer: string, from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => visit(customer, from + index));

/** Fills the shared chunks and goes on in chunks of its own; its filter goes through three levels. */
const MANY = 2_000;
const FEW = 3;
const SMALL = Array.from({ length: 200 }, (_, index) => `small:${index}`);

test('a customer of thousands of events is counted exactly, and all are found again bucket by bucket', async (t) => {
  const redis = createRedis(stack().redis, createLogger('test', 'fatal'));
  t.after(() => redis.disconnect());
  await redisReady(redis, 10_000);

  // In pieces, so that parts are appended to in many batches.
  for (let from = 0; from < MANY; from += 400) await sendEvents(TENANT, visits('large', from, from + 400));
  await sendEvents(
    TENANT,
    SMALL.flatMap((customer) => visits(customer, 0, FEW)),
  );
  await settled();
  const before = await readStatus();
  // Duplicates of every age, the same ids at another time, and late events.
  await sendEvents(TENANT, [
    ...[0, 127, 128, 1_023, 1_999].map((n) => visit('large', n)),
    ...[1, 1_500].map((n) => visit('large', n, MANY + n)),
    ...[MANY, MANY + 1].map((n) => visit('large', n, n - 1_000.5)),
  ]);
  await settled();
  assert.equal((await readStatus()).dead_letters, before.dead_letters);

  const { events } = await read<{ events: number }>(TENANT, '/v1/customers/large');
  assert.equal(events, MANY + 2);
  const status = await read<{ partitions: readonly unknown[] }>(TENANT, '/v1/status');
  const partitions = status.partitions.length;
  const partition = partitionFor(recordKey(TENANT, 'large'), partitions);
  const whole = await readCustomer(redis, partition, { tenant: TENANT, customer: 'large' });
  assert.equal(new Set(whole!.facts.map(({ id }) => id)).size, MANY + 2);

  const readBucket = createBucketReader(redis);
  const found = new Map<string, number>();
  for (let number = 0; number < partitions; number++)
    for (let bucket = 0; bucket < BUCKETS; bucket += 256) {
      const some = Array.from({ length: 256 }, (_, index) =>
        readBucket(number, bucket + index, ({ tenant }) => tenant === TENANT),
      );
      for (const { customers } of await Promise.all(some))
        for (const { key, timeline } of customers) found.set(key.customer, timeline.facts.length);
    }
  assert.deepEqual(
    [...found].sort(),
    [['large', MANY + 2], ...SMALL.map((customer) => [customer, FEW])].sort(),
  );
});
