import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { decodeHot, encodeHot } from '@tidemark/core';
import { partitionFor } from '@tidemark/kafka';
import type { CheckResult, Subject } from '@tidemark/pipeline';
import { Redis } from 'ioredis';
import { propertyParameters } from '../oracles/generate.ts';
import { openAudit, PARTITIONS } from './support/audit.ts';
import { rowsOf } from './support/clickhouse.ts';
import { eventually } from './support/eventually.ts';
import { startProgram } from './support/program.ts';
import { readStatus, settled } from './support/read.ts';
import { sendEvents } from './support/send.ts';
import { stack } from './support/stack.ts';
import { randomTenants } from './support/tenants.ts';

/** The audit holds on what the stack made, and finds what is done to either store behind its back. */

const { seed } = propertyParameters(1);
const [drawn] = randomTenants(`audit-${randomUUID().slice(0, 8)}`, 1, seed);
const { tenant, log } = drawn!;
const redis = new Redis(stack().redis);
const { look, history, close } = openAudit(redis);
const DAY = 86_400_000;
const now = Date.now();

/** One whose every trace is known: between other records of their partition, and with something in each family of terms. */
const customer = 'shopper';
const partition = partitionFor(`${tenant}:${customer}`, PARTITIONS);
const shopping = ['before', 'lost', 'after', 'last'].map((id, index) => ({
  id: `shopping ${id}`,
  type: 'purchase',
  time: now - DAY + index,
  customer,
  amount: 1_000 * (index + 1),
  currency: 'EUR',
  subscription: { id: 'box', interval: 'month' },
}));
const answer = { id: 'answer', type: 'survey', time: now - DAY, customer, survey: 'nps', score: 9 };

const tag = `tm:{p${String(partition).padStart(2, '0')}}`;
const control = `${tag}:control`;
const sums = `${tag}:sums:${tenant}:0`;
const field = `${tenant}:${customer}`;
const partKeys = async (kind: string): Promise<string> => {
  const keys = await redis.keys(`${tag}:${kind}:*`);
  const held = await Promise.all(keys.map((key) => redis.hexists(key, field)));
  return keys[held.indexOf(1)]!;
};
const ours = `tenant = '${tenant}' AND customer = '${customer}'`;
const changed = 'SETTINGS mutations_sync = 2';

before(async () => {
  await sendEvents(tenant, [...log, ...shopping, answer]);
  await settled();
});
after(async () => {
  redis.disconnect();
  await close();
});

const PARTITION: Subject = { kind: 'partitions', partitions: [partition] };
const LEDGER: Subject = { kind: 'ledger', tenant };
const CUSTOMERS: Subject = { kind: 'customers', tenant, seed: 1 };
const terms = (name: string): Subject => ({
  kind: 'terms',
  tenant,
  group: history.termGroups.find((group) => group.name === name)!,
});

/** Broken checks, and all that was said of them. */
const brokenIn = async (subject: Subject): Promise<{ readonly checks: string[]; readonly text: string }> => {
  const results = await look(subject);
  assert.ok(results !== null, 'history has caught up');
  const broken = results.filter(({ mismatches }) => mismatches.length > 0);
  return { checks: broken.map(({ check }) => check).toSorted(), text: JSON.stringify(broken) };
};

/** What is done is found by these checks, which say where; `undo` puts it right. */
const finds = (
  what: string,
  subject: Subject,
  checks: readonly string[],
  says: RegExp,
  spoil: () => Promise<() => Promise<unknown>>,
): void => {
  test(`${what} is found (seed ${seed})`, async () => {
    const undo = await spoil();
    try {
      const broken = await brokenIn(subject);
      assert.deepEqual(
        checks.filter((check) => !broken.checks.includes(check)),
        [],
      );
      assert.match(broken.text, says);
    } finally {
      await undo();
    }
  });
};

const SUMS = 'sums in the live store = sums of the raw events';
const IDENTITY = 'opening + movements = closing';
const OUTBOX = 'outbox holds what waits';
const RECORDS = 'records counted in the live store = offsets in history';
const ROWS = 'one row a record and movement';
const AHEAD = 'no row of a record not yet applied';
const TENANTS = 'tenants listed = tenants with events';
const FACTS = 'facts in the live store = events in history';
const SETTINGS = 'settings cached = settings stored';
const PAYLOAD = 'payload = columns';
const ORPHANS = 'every movement has its event';

const program = async (...args: readonly string[]) => {
  const { ended, output } = startProgram(
    ['infra/cli/main.ts', 'audit', '--tenant', tenant, ...args],
    { KAFKA_BROKERS: stack().kafka, REDIS_URL: stack().redis, CLICKHOUSE_URL: stack().clickhouse },
    join(import.meta.dirname, '../..'),
  );
  return { code: await ended, output: output() };
};
test(`what the stack made holds (seed ${seed})`, async () => {
  const { code, output } = await program('--json');
  const report = JSON.parse(output) as { ok: boolean; mismatches: number; checks: readonly CheckResult[] };
  assert.deepEqual([code, report.ok, report.mismatches], [0, true, 0], output);
  assert.deepEqual(
    new Set(report.checks.map(({ check }) => check)),
    new Set([SUMS, IDENTITY, OUTBOX, RECORDS, ROWS, AHEAD, TENANTS, FACTS, SETTINGS, PAYLOAD, ORPHANS]),
  );
  assert.ok(
    report.checks.every(({ looked }) => looked > 0),
    'every check looked at something',
  );
});

test('while events come in, nothing is found that is not there', async () => {
  let sending = true;
  const sent = (async () => {
    for (let batch = 0; batch < 15; batch++)
      await sendEvents(
        tenant,
        Array.from({ length: 40 }, (_, index) => ({
          id: `busy ${batch} ${index}`,
          type: 'purchase',
          time: now - index * DAY,
          customer: `busy ${index % 7}`,
          amount: 100 + batch,
          currency: 'EUR',
          subscription: { id: 'box', interval: 'month' },
        })),
      );
    sending = false;
  })();
  let looks = 0;
  for (let turn = 0; sending; turn++) {
    const subject = [PARTITION, terms('recurring'), CUSTOMERS, terms('charges'), LEDGER][turn % 5]!;
    const results = await look(subject);
    if (results === null) continue;
    assert.deepEqual(
      results.filter(({ mismatches }) => mismatches.length > 0),
      [],
    );
    looks++;
  }
  await sent;
  assert.ok(looks > 0);
  await settled();
});

test('the processor compares by itself, and says so', async () => {
  const report = await eventually('a first look', async () => {
    const { audit } = await readStatus();
    return audit !== null && audit.checks > 0 ? audit : undefined;
  });
  assert.deepEqual([report.mismatches, report.failing], [0, []]);
  assert.ok(Date.parse(report.checked_at) <= Date.now());
  const metrics = await (await fetch(`${stack().processor}/metrics`)).text();
  assert.match(metrics, /^tidemark_audit_checks_total [1-9]/m);
  assert.match(metrics, /^tidemark_audit_mismatches_total 0$/m);
});

// ── What is done to Redis ──

/** One number of a hash is another. */
const off = (key: () => string | Promise<string>, name: string, by: number) => async () => {
  const at = await key();
  const existed = await redis.hexists(at, name);
  await redis.hincrby(at, name, by);
  return () => (existed === 1 ? redis.hincrby(at, name, -by) : redis.hdel(at, name));
};
/** A field of a hash is gone, or other bytes. */
const replaced =
  (key: () => string | Promise<string>, name: string, make: (bytes: Buffer) => Buffer | null) => async () => {
    const at = await key();
    const kept = (await redis.hgetBuffer(at, name))!;
    const other = make(kept);
    if (other === null) await redis.hdel(at, name);
    else await redis.hset(at, name, other);
    return () => redis.hset(at, name, kept);
  };
/** A field of the tenant's sums is other bytes, gone or new. Bytes are cells: a place and, below 64, an amount (redis/src/sums/cells.ts). */
const sum = (name: string, make: (bytes: Buffer) => readonly number[]) => async () => {
  const kept = await redis.hgetBuffer(sums, name);
  const other = make(kept ?? Buffer.alloc(0));
  if (other.length === 0) await redis.hdel(sums, name);
  else await redis.hset(sums, name, Buffer.from(other));
  return () => (kept === null ? redis.hdel(sums, name) : redis.hset(sums, name, kept));
};
const yesterday = Math.floor(Date.now() / DAY) - 1;

finds(
  'another sum',
  terms('recurring'),
  [SUMS],
  / mrr"/,
  sum('mrr', () => [0, 1]),
);
finds(
  'a change on a day that never was',
  terms('nps'),
  [SUMS],
  /nps_responses\.365d/,
  sum(`nps_responses.365d:${yesterday >> 5}`, (bytes) => [...bytes, yesterday & 31, 2]),
);
finds(
  'a sum of a size that no number holds',
  terms('charges'),
  [SUMS],
  /revenue\.30d/,
  sum('revenue.30d', () => [32, 0, ...Array(9).fill(128), 1]),
);
finds(
  'a lost sum',
  terms('charges'),
  [SUMS],
  /revenue\.90d/,
  sum(`revenue.90d:${yesterday >> 5}`, () => []),
);
finds(
  'a position behind what is stored',
  PARTITION,
  [OUTBOX],
  new RegExp(`partition ${partition}"`),
  off(() => control, 'stored', -1),
);
finds(
  'an outbox that says it holds more rows',
  PARTITION,
  [OUTBOX],
  /"5 rows, 0 B/,
  off(() => control, 'backlog_rows', 5),
);
finds(
  'an outbox that says it holds more bytes',
  PARTITION,
  [OUTBOX],
  /"0 rows, 7 B/,
  off(() => control, 'backlog_bytes', 7),
);
finds(
  'an orphaned entry of the outbox',
  PARTITION,
  [OUTBOX],
  /1 rows, 9 B.*1 entries.*0 entries/,
  async () => {
    await redis.rpush(`${tag}:outbox:index`, '7000:7000:1:9:7000');
    return () => redis.del(`${tag}:outbox:index`);
  },
);
finds('a reservation of nothing', PARTITION, [OUTBOX], /1 entries, offsets 5 to 5 on their way/, async () => {
  await redis.hset(control, 'pending', '1:5:5');
  return () => redis.hdel(control, 'pending');
});
finds(
  'a record counted twice',
  PARTITION,
  [RECORDS],
  /no gap in offsets/,
  off(() => control, 'applied', 1),
);
finds(
  'a dead letter counted that is none',
  PARTITION,
  [RECORDS],
  // Other tests may have left some in this partition.
  /dead (\d+)"[^}]*dead (?!\1")\d+/,
  off(() => control, 'dead', 1),
);
finds(
  'a tenant who is off the list',
  PARTITION,
  [TENANTS],
  /listed.*no event/,
  replaced(
    () => `${tag}:tenants`,
    tenant,
    () => null,
  ),
);
finds('a tenant nobody has heard of', PARTITION, [TENANTS], /nobody/, async () => {
  await redis.hset(`${tag}:tenants`, 'nobody', 0);
  return () => redis.hdel(`${tag}:tenants`, 'nobody');
});
finds(
  'a lost customer',
  CUSTOMERS,
  [FACTS],
  /shopper.*5 facts.*unknown/,
  replaced(
    () => partKeys('customers'),
    field,
    () => null,
  ),
);
finds(
  'facts that were cut off',
  CUSTOMERS,
  [FACTS],
  /shopper.*cannot be read/,
  replaced(
    () => partKeys('chunk:0'),
    field,
    (bytes) => bytes.subarray(0, -4),
  ),
);
finds(
  'an end of a timeline that its facts do not make',
  CUSTOMERS,
  [FACTS],
  /shopper.*another/,
  replaced(
    () => partKeys('customers'),
    field,
    (bytes) => {
      const hot = decodeHot(bytes);
      return Buffer.from(encodeHot({ ...hot, recent: { ...hot.recent, firstOrder: 1 } }));
    },
  ),
);
finds('cached settings that nobody set', LEDGER, [SETTINGS], /gross_margin.*0\.5/, async () => {
  const key = `tm:{settings}:tenant:${tenant}`;
  const stored = await history.settings(tenant);
  const kept = await redis.get(key);
  const wrong = { ...stored, settings: { ...stored.settings, gross_margin: 0.5 } };
  // Behind the name of the server that it was written on, or nobody would believe it.
  await redis.set(key, `${kept?.split(' ')[0]} ${JSON.stringify(wrong)}`);
  return () => (kept === null ? redis.del(key) : redis.set(key, kept));
});

// ── What is done to ClickHouse ──

/** Rows as they were are kept in another table meanwhile. */
const withRows =
  (
    table: 'events' | 'movements',
    where: string | (() => Promise<string>),
    spoil: (where: string) => Promise<unknown>,
  ) =>
  async () => {
    const place = typeof where === 'string' ? where : await where();
    await rowsOf(`CREATE OR REPLACE TABLE kept_${table} AS ${table}`);
    await rowsOf(`INSERT INTO kept_${table} SELECT * FROM ${table} WHERE ${place}`);
    await spoil(place);
    return async () => {
      await rowsOf(`DELETE FROM ${table} WHERE ${place} ${changed}`);
      await rowsOf(`INSERT INTO ${table} SELECT * FROM kept_${table} SETTINGS insert_deduplicate = 0`);
      await rowsOf(`DROP TABLE kept_${table}`);
    };
  };
const lose = (table: string) => (place: string) => rowsOf(`DELETE FROM ${table} WHERE ${place} ${changed}`);
const update = (table: string, change: string) => (place: string) =>
  rowsOf(`ALTER TABLE ${table} UPDATE ${change} WHERE ${place} ${changed}`);
/** The same row again, somewhat other; it goes with `undo`, as it is at the place of the first. */
const again = (table: string, change: string) => (place: string) =>
  rowsOf(
    `INSERT INTO ${table} SELECT * REPLACE (${change}) FROM ${table} WHERE ${place} SETTINGS insert_deduplicate = 0`,
  );
const instead = (table: string, change: string) => async (place: string) => {
  await lose(table)(place);
  await rowsOf(
    `INSERT INTO ${table} SELECT * REPLACE (${change}) FROM kept_${table} SETTINGS insert_deduplicate = 0`,
  );
};
const offsetOf = async (query: string): Promise<string> => {
  const [row] = await rowsOf<{ offset: string }>(query);
  return `partition = ${partition} AND offset = ${row!.offset}`;
};
const purchase = (id: string) => () =>
  offsetOf(`SELECT offset FROM events WHERE ${ours} AND id = 'shopping ${id}'`);
const end = (which: 'min' | 'max') => () =>
  offsetOf(`SELECT ${which}(offset) AS offset FROM events WHERE partition = ${partition}`);

const lost = purchase('lost');
finds(
  'a lost row in the midst',
  PARTITION,
  [RECORDS],
  /none at offsets \d+"/,
  withRows('events', lost, lose('events')),
);
finds(
  'the lost first row of a partition',
  PARTITION,
  [RECORDS],
  /none at offsets 0"/,
  withRows('events', end('min'), lose('events')),
);
finds(
  'the lost last row of a partition',
  PARTITION,
  [RECORDS],
  /none at offsets \d+"/,
  withRows('events', end('max'), lose('events')),
);
finds(
  'a row that stands twice',
  PARTITION,
  [RECORDS, ROWS],
  /2 at offset/,
  withRows('events', lost, again('events', `'double' AS id, 'dead' AS outcome`)),
);
finds('a copy of a row that a merge would take away', PARTITION, [ROWS], /2 at offset/, async () => {
  await rowsOf('SYSTEM STOP MERGES events');
  const undo = await withRows('events', lost, again('events', 'id AS id'))();
  return async () => {
    await rowsOf('SYSTEM START MERGES events');
    await undo();
  };
});
finds('a row ahead of its time', PARTITION, [AHEAD], /offset 900000/, async () => {
  await rowsOf(
    `INSERT INTO events SELECT * REPLACE (900000 AS offset) FROM (SELECT * FROM events WHERE ${await lost()})`,
  );
  return () => rowsOf(`DELETE FROM events WHERE offset = 900000 ${changed}`);
});
finds(
  'an applied event that says it is a duplicate',
  PARTITION,
  [RECORDS],
  /applied \d+, duplicate \d+/,
  withRows('events', lost, update('events', `outcome = 'duplicate'`)),
);
finds(
  'a changed amount',
  terms('charges'),
  [SUMS],
  /revenue\.7d/,
  withRows('events', lost, update('events', 'charged = charged + 1')),
);
finds(
  'a changed amount of one customer',
  CUSTOMERS,
  [FACTS],
  /shopper/,
  withRows('events', lost, update('events', 'charged = charged + 1')),
);
finds(
  'a payload that says other than its columns',
  LEDGER,
  [PAYLOAD],
  /shopping lost/,
  withRows('events', lost, update('events', `payload = replace(payload, '"amount":2000', '"amount":2001')`)),
);
finds(
  'an event at another time',
  CUSTOMERS,
  [FACTS],
  /shopper.*times/,
  withRows('events', lost, instead('events', 'time + 1 AS time')),
);
finds(
  'an event of another customer',
  CUSTOMERS,
  [FACTS],
  /4 facts/,
  withRows('events', lost, instead('events', `'stranger' AS customer`)),
);
finds(
  'an event of another tenant',
  PARTITION,
  [TENANTS],
  /stranger/,
  withRows('events', lost, instead('events', `'stranger' AS tenant`)),
);
finds(
  'a movement that stands twice',
  LEDGER,
  [IDENTITY],
  new RegExp(tenant),
  withRows('movements', lost, again('movements', '999 AS sequence')),
);
finds('a copy of a movement that a merge would take away', PARTITION, [ROWS], /movements/, async () => {
  await rowsOf('SYSTEM STOP MERGES movements');
  const undo = await withRows('movements', lost, again('movements', 'event AS event'))();
  return async () => {
    await rowsOf('SYSTEM START MERGES movements');
    await undo();
  };
});
finds(
  'a lost movement',
  LEDGER,
  [IDENTITY],
  new RegExp(tenant),
  withRows('movements', lost, lose('movements')),
);
finds(
  'a movement of another amount',
  LEDGER,
  [IDENTITY],
  new RegExp(tenant),
  withRows('movements', lost, update('movements', 'after = after + 1')),
);
finds(
  'a movement in a sum',
  terms('recurring'),
  [SUMS],
  / mrr"/,
  withRows('movements', lost, lose('movements')),
);
finds(
  'a movement without an event',
  LEDGER,
  [ORPHANS],
  /1 movements without/,
  withRows('movements', lost, instead('movements', `'stranger' AS customer`)),
);
finds('settings of which the cache knows nothing', LEDGER, [SETTINGS], /loyal_purchases/, async () => {
  await rowsOf(
    `INSERT INTO settings SELECT * REPLACE (version + 1 AS version, replace(settings, '"loyal_purchases":3', '"loyal_purchases":4') AS settings)
     FROM settings WHERE tenant = '${tenant}' ORDER BY version DESC LIMIT 1`,
  );
  return () =>
    rowsOf(
      `DELETE FROM settings WHERE settings LIKE '%"loyal_purchases":4%' AND tenant = '${tenant}' ${changed}`,
    );
});

test('a command that finds something says where, and ends with 1', async () => {
  const undo = await sum('mrr', () => [0, 3])();
  const { code, output } = await program();
  await undo();
  assert.equal(code, 1);
  assert.match(
    output,
    /sums in the live store = sums of the raw events: \d+ looked at, 1 differ\n {2}\S+ mrr: expected \d+, found \d+/,
  );
});

test('and once all is put right, it holds again', async () => {
  for (const subject of [PARTITION, LEDGER, CUSTOMERS, ...['recurring', 'charges', 'nps'].map(terms)])
    assert.equal((await brokenIn(subject)).text, '[]');
});
