import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { partitionFor } from '@tidemark/kafka';
import { Redis } from 'ioredis';
import { propertyParameters } from '../oracles/generate.ts';
import { rowsOf } from './support/clickhouse.ts';
import { startProgram } from './support/program.ts';
import { settled } from './support/read.ts';
import { sendEvents } from './support/send.ts';
import { stack } from './support/stack.ts';
import { randomTenants } from './support/tenants.ts';

/** `audit` holds on what the stack made, and finds what is done to either store behind its back. */

const { seed } = propertyParameters(1);
const [drawn] = randomTenants(`audit-${randomUUID().slice(0, 8)}`, 1, seed);
const { tenant, log } = drawn!;
const redis = new Redis(stack().redis);
const customer = log.find(({ type }) => type === 'purchase')!.customer;
const partition = partitionFor(`${tenant}:${customer}`, 12);
const control = `tm:{p${String(partition).padStart(2, '0')}}:control`;
const changed = 'SETTINGS mutations_sync = 2';

/** Between two others of the same customer, so that it is neither first nor last of its partition. */
const shopping = ['before', 'lost', 'after'].map((id) => ({
  id: `shopping ${id}`,
  type: 'purchase' as const,
  time: Date.now() - 86_400_000,
  customer,
  amount: 100,
  currency: 'EUR',
}));

before(async () => {
  await sendEvents(tenant, [...log, ...shopping]);
  await settled();
});
after(() => redis.disconnect());

interface Report {
  readonly ok: boolean;
  readonly checks: readonly {
    readonly check: string;
    readonly looked: number;
    readonly mismatches: readonly {
      readonly where: string;
      readonly expected: string;
      readonly found: string;
    }[];
  }[];
}

const audit = async (): Promise<{ readonly code: number | null; readonly broken: readonly string[] }> => {
  const program = startProgram(
    ['infra/cli/main.ts', 'audit', '--tenant', tenant, '--json'],
    { KAFKA_BROKERS: stack().kafka, REDIS_URL: stack().redis, CLICKHOUSE_URL: stack().clickhouse },
    join(import.meta.dirname, '../..'),
  );
  const code = await program.ended;
  const report = JSON.parse(program.output()) as Report;
  assert.ok(
    report.checks.every(({ looked }) => looked > 0),
    'every check looked at something',
  );
  return {
    code,
    broken: report.checks.filter(({ mismatches }) => mismatches.length > 0).map(({ check }) => check),
  };
};

/** What is done is found by these checks; `undo` puts it right. */
const finds = (
  what: string,
  checks: readonly string[],
  spoil: () => Promise<() => Promise<unknown>>,
): void => {
  test(`${what} is found (seed ${seed})`, async () => {
    const undo = await spoil();
    try {
      const { code, broken } = await audit();
      assert.deepEqual([code, broken.toSorted()], [1, checks.toSorted()]);
    } finally {
      await undo();
    }
  });
};

const SUMS = 'sums in the live store = sums of the raw events';
const LEDGER = 'opening + movements = closing';
const STORED = 'stored as far as said';
const OUTBOX = 'outbox holds what waits';
const ONCE = 'one row a record';
const GAP = 'no gap in offsets';

test(`what the stack made holds (seed ${seed})`, async () => {
  assert.deepEqual(await audit(), { code: 0, broken: [] });
});

for (const term of ['mrr', 'nps_responses.365d'])
  finds(`the sum ${term} off by one`, [SUMS], async () => {
    const key = `tm:{p${String(partition).padStart(2, '0')}}:term:${tenant}:0:${term}`;
    await redis.hincrby(key, 'now', 1);
    return () => redis.hincrby(key, 'now', -1);
  });

finds('an offset stored further than history is', [OUTBOX, STORED], async () => {
  await redis.hincrby(control, 'stored', -1);
  return () => redis.hincrby(control, 'stored', 1);
});

finds('an outbox that says it holds what it does not', [OUTBOX], async () => {
  await redis.hincrby(control, 'backlog_rows', 5);
  return () => redis.hincrby(control, 'backlog_rows', -5);
});

finds('a doubled row of events', [ONCE], async () => {
  // At another place in the order of the table, so that no merge takes it away.
  await rowsOf(
    `INSERT INTO events SELECT * REPLACE ('double' AS id, 'dead' AS outcome) FROM events WHERE tenant = '${tenant}' LIMIT 1`,
  );
  return () => rowsOf(`DELETE FROM events WHERE tenant = '${tenant}' AND id = 'double' ${changed}`);
});

finds('a doubled row of the ledger', [LEDGER, SUMS], async () => {
  await rowsOf(
    `INSERT INTO movements SELECT * REPLACE (999 AS sequence) FROM movements WHERE tenant = '${tenant}' AND sign = 1
     AND time < ${Date.now()} AND time > ${Date.now() - 300 * 86_400_000} LIMIT 1`,
  );
  return () => rowsOf(`DELETE FROM movements WHERE tenant = '${tenant}' AND sequence = 999 ${changed}`);
});

finds('a missing row of events', [GAP, SUMS], async () => {
  const [row] = await rowsOf<{ partition: string; offset: string }>(
    `SELECT partition, offset FROM events WHERE tenant = '${tenant}' AND id = 'shopping lost'`,
  );
  const place = `partition = ${row!.partition} AND offset = ${row!.offset}`;
  await rowsOf(`CREATE TABLE IF NOT EXISTS kept AS events`);
  await rowsOf(`INSERT INTO kept SELECT * FROM events WHERE ${place}`);
  await rowsOf(`DELETE FROM events WHERE ${place} ${changed}`);
  return async () => {
    await rowsOf(`INSERT INTO events SELECT * FROM kept WHERE ${place}`);
    await rowsOf('DROP TABLE kept');
  };
});

test('and once all is put right, it holds again', async () => {
  assert.deepEqual(await audit(), { code: 0, broken: [] });
});
