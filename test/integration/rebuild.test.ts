import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { partitionFor } from '@tidemark/kafka';
import { bucketOf } from '@tidemark/redis';
import { Redis } from 'ioredis';
import { propertyParameters } from '../oracles/generate.ts';
import { PARTITIONS } from './support/audit.ts';
import { eventually } from './support/eventually.ts';
import { startProgram } from './support/program.ts';
import { read, readStatus, settled } from './support/read.ts';
import { sendEvents } from './support/send.ts';
import { stack } from './support/stack.ts';
import { randomTenants } from './support/tenants.ts';

/** What was done to Redis behind our back is found by counting anew, named, and put right, while events come in. */

const { seed } = propertyParameters(1);
const [drawn] = randomTenants(`rebuild-${randomUUID().slice(0, 8)}`, 1, seed);
const { tenant, log } = drawn!;
const redis = new Redis(stack().redis);
const now = Date.now();
const customer = 'shopper';
const shopping = [1, 2, 3].map((index) => ({
  id: `shopping ${index}`,
  type: 'purchase',
  time: now - 86_400_000 + index,
  customer,
  amount: 1_000 * index,
  currency: 'EUR',
}));
const partition = partitionFor(`${tenant}:${customer}`, PARTITIONS);
const tag = `tm:{p${String(partition).padStart(2, '0')}}`;
const field = `${tenant}:${customer}`;

interface Report {
  readonly ok: boolean;
  readonly events: number;
  readonly differences: readonly { readonly where: string }[];
}

const rebuild = async (...options: readonly string[]): Promise<Report> => {
  const command = startProgram(
    ['infra/cli/main.ts', 'rebuild', '--json', ...options],
    {
      REDIS_URL: stack().redis,
      CLICKHOUSE_URL: stack().clickhouse,
      KAFKA_BROKERS: stack().kafka,
    },
    join(import.meta.dirname, '../..'),
  );
  const code = await command.ended;
  const line = command
    .output()
    .split('\n')
    .find((text) => text.startsWith('{'));
  assert.ok(line !== undefined, command.output());
  const report = JSON.parse(line) as Report;
  assert.equal(code, report.ok ? 0 : 1);
  return report;
};

const hotKeyOf = (text: string): string => `${tag}:customers:${bucketOf(text)}`;

const orders = async () => (await read<{ value: number }>(tenant, '/v1/metrics/orders?window=30d')).value;

before(async () => {
  await sendEvents(tenant, [...log, ...shopping]);
  await settled();
});
after(() => redis.disconnect());

test('where nothing was done, nothing differs', async () => {
  const report = await rebuild('--tenant', tenant);
  assert.deepEqual(report.differences, []);
  assert.equal(report.events, log.length + shopping.length);
});

test('a sum, a customer lost, one made up and one cut short are put right, and events go on being counted', async () => {
  const expected = await orders();
  const hot = hotKeyOf(field);
  const bytes = (await redis.hgetBuffer(hot, field))!;
  // One cell, of a number that needs no second byte (redis/src/sums/cells.ts).
  const held = (await redis.hgetBuffer(`${tag}:sums:${tenant}:0`, 'orders.30d')) ?? Buffer.from([0, 0]);
  await redis.hset(`${tag}:sums:${tenant}:0`, 'orders.30d', Buffer.from([0, held[1]! + 7]));
  assert.equal(await orders(), expected + 7);
  await redis.hdel(hot, field);
  await redis.hset(hotKeyOf(`${tenant}:nobody`), `${tenant}:nobody`, bytes);
  const found = await rebuild('--tenant', tenant);
  const places = found.differences.map(({ where }) => where).join('\n');
  for (const place of [`customer ${field}`, `customer ${tenant}:nobody`, 'orders.30d'])
    assert.ok(places.includes(place), `${place} in ${places}`);
  assert.equal(await orders(), expected);

  await redis.hset(hot, field, bytes.subarray(0, bytes.length - 3));
  assert.match(JSON.stringify(await rebuild()), /customer rebuild-[\w-]+:shopper/);
  // The same id again, and one more: the customer's facts are known as before.
  await sendEvents(tenant, [shopping[0]!, { ...shopping[0]!, id: 'shopping 4', time: now - 1_000 }]);
  await settled();
  assert.equal(await orders(), expected + 1);
  assert.deepEqual((await rebuild('--tenant', tenant)).differences, []);
});

test('a partition of which Redis holds nothing is made anew by the processor', async () => {
  const expected = await orders();
  const keys = await redis.keys(`${tag}:*`);
  await redis.del(...keys);
  const report = await rebuild();
  assert.deepEqual(report.differences, []);
  await eventually('the live store is whole', async () =>
    (await readStatus()).rebuilding === null ? true : undefined,
  );
  assert.equal(await orders(), expected);
});
