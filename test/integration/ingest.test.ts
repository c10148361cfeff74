import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type Event, parseEvent, recordKey } from '@tidemark/core';
import { DEAD_LETTERS_TOPIC, EVENTS_TOPIC, partitionFor } from '@tidemark/kafka';
import { createProducer } from '@tidemark/producer';
import { createLocalCodec } from '@tidemark/schemas';
import type { ICustomPartitioner } from 'kafkajs';
import { rowsOf } from './support/clickhouse.ts';
import { eventually } from './support/eventually.ts';
import { HOSTILE } from './support/hostile.ts';
import { follow, kafka, type ReadRecord } from './support/kafka.ts';
import { readStatus, settled } from './support/read.ts';
import { post } from './support/send.ts';
import { stack } from './support/stack.ts';

/** The way in: HTTP and Kafka, with the real broker behind. */

const codec = createLocalCodec();
const TENANT = `ingest-${randomUUID().slice(0, 8)}`;
const client = kafka();
const ownPartition: ICustomPartitioner =
  () =>
  ({ message, partitionMetadata }) =>
    message.partition ?? partitionFor(message.key as Buffer, partitionMetadata.length);
const producer = client.producer({ allowAutoTopicCreation: false, createPartitioner: ownPartition });
let events: Awaited<ReturnType<typeof follow>>;
let deadLetters: Awaited<ReturnType<typeof follow>>;

before(async () => {
  await producer.connect();
  events = await follow(EVENTS_TOPIC);
  deadLetters = await follow(DEAD_LETTERS_TOPIC);
});

after(async () => {
  await Promise.all([producer.disconnect(), events?.stop(), deadLetters?.stop()]);
});

const activity = (id: string, fields: object = {}): object => ({
  id,
  type: 'activity',
  time: Date.now(),
  customer: 'c1',
  name: 'login',
  ...fields,
});

const parsed = (input: object): Event => {
  const outcome = parseEvent(input, { now: Date.now() });
  assert.ok(outcome.ok, outcome.ok ? '' : outcome.rejection.message);
  return outcome.value;
};

const inLog = (key: string): readonly ReadRecord[] =>
  events.records.filter((record) => record.key?.toString() === key);

const idsInHistory = async (tenant: string): Promise<readonly string[]> => {
  const rows = await rowsOf<{ id: string }>(
    `SELECT id FROM events WHERE tenant = '${tenant}' AND outcome = 'applied' ORDER BY id`,
  );
  return rows.map(({ id }) => id);
};

test('when 202 is answered the records are in the log, on the partition of their key', async () => {
  const tenant = `${TENANT}-log`;
  const response = await post(tenant, JSON.stringify([activity('a'), activity('b', { customer: 'c:2' })]));
  assert.equal(response.status, 202);
  const [first] = await eventually('the record is read back', async () => {
    const records = inLog(`${tenant}:c:2`);
    return records.length > 0 ? records : undefined;
  });
  assert.equal(first!.partition, partitionFor(`${tenant}:c:2`, 12));
  const decoded = codec.decode(first!.value);
  assert.ok(decoded.ok);
  assert.equal(decoded.value['id'], 'b');
});

test('hostile strings come through as they are: log, live store and history', async () => {
  const tenant = `${TENANT}-hostile`;
  const sent = HOSTILE.map((text, index) =>
    activity(`h${index}`, { customer: text, name: text, properties: { [text]: text } }),
  );
  const response = await post(tenant, JSON.stringify(sent));
  assert.deepEqual(await response.json(), { accepted: HOSTILE.length, rejected: [] });
  await settled();
  const rows = await rowsOf<{ customer: string; properties: Record<string, string> }>(
    `SELECT customer, properties FROM events WHERE tenant = '${tenant}' AND outcome = 'applied'`,
  );
  assert.deepEqual(new Set(rows.map(({ customer }) => customer)), new Set(HOSTILE));
  for (const text of HOSTILE) {
    const path = `/v1/customers/${encodeURIComponent(text)}`;
    // "." and ".." never reach a server: the URL is cleaned before it is sent.
    const answer = await fetch(`${stack().api}${path}`, { headers: { 'x-tidemark-tenant': tenant } });
    assert.equal(answer.status, 200, `${JSON.stringify(text)}: ${await answer.clone().text()}`);
  }
});

const T = '2026-01-31T09:00:00Z';
const base = { id: 'x', time: T, customer: 'c' };
const money = { amount: 1, currency: 'EUR' };
const purchase = { ...base, type: 'purchase', ...money };
const monthly = { id: 's', interval: 'month' };
const survey = { ...base, type: 'survey', survey: 'nps', score: 9 };

/** One line for each bound of the contract: an event that breaks it, the code and the field that must be named. */
const BOUNDS: readonly (readonly [event: object, code: string, field: string | null])[] = [
  [{ ...purchase, id: '' }, 'invalid_field', 'id'],
  [{ ...purchase, id: 'x'.repeat(129) }, 'invalid_field', 'id'],
  [{ ...purchase, id: 5 }, 'invalid_field', 'id'],
  [{ ...purchase, customer: '' }, 'invalid_field', 'customer'],
  [{ ...purchase, customer: 'x'.repeat(129) }, 'invalid_field', 'customer'],
  [{ ...purchase, customer: undefined }, 'missing_field', 'customer'],
  [{ ...purchase, customer: 'a\0b' }, 'invalid_field', 'customer'],
  [{ ...purchase, product: 'a\0b' }, 'invalid_field', 'product'],
  [{ ...purchase, properties: { plan: 'a\0b' } }, 'invalid_field', 'properties.plan'],
  [{ ...purchase, properties: { plan: { deep: 1 } } }, 'invalid_field', 'properties.plan'],
  [{ ...purchase, properties: { plan: null } }, 'invalid_field', 'properties.plan'],
  [{ ...purchase, type: undefined }, 'missing_field', 'type'],
  [{ ...purchase, type: 'sale' }, 'unknown_type', 'type'],
  [{ ...purchase, time: undefined }, 'missing_field', 'time'],
  [{ ...purchase, time: '2026-01-31T09:00:00' }, 'invalid_field', 'time'],
  [{ ...purchase, time: '2026-02-30T09:00:00Z' }, 'invalid_field', 'time'],
  [{ ...purchase, time: Date.now() + 25 * 3_600_000 }, 'time_ahead', 'time'],
  [{ ...purchase, amount: undefined }, 'missing_field', 'amount'],
  [{ ...purchase, amount: -1 }, 'invalid_field', 'amount'],
  [{ ...purchase, amount: 1.5 }, 'invalid_field', 'amount'],
  [{ ...purchase, amount: '1' }, 'invalid_field', 'amount'],
  [{ ...purchase, amount: 2 ** 53 }, 'invalid_field', 'amount'],
  [{ ...purchase, charged: 2 ** 53 }, 'invalid_field', 'charged'],
  [{ ...purchase, currency: 'EURO' }, 'invalid_field', 'currency'],
  [{ ...purchase, currency: 'eur' }, 'invalid_field', 'currency'],
  [{ ...purchase, quantity: 0 }, 'invalid_field', 'quantity'],
  [{ ...purchase, quantity: 1.5 }, 'invalid_field', 'quantity'],
  [{ ...purchase, programme: 'loyalty' }, 'invalid_field', 'programme'],
  [{ ...purchase, sale: 'down' }, 'invalid_field', 'sale'],
  [{ ...purchase, effective_at: T }, 'invalid_field', 'effective_at'],
  [{ ...purchase, subscription: 's' }, 'invalid_field', 'subscription'],
  [{ ...purchase, subscription: { interval: 'month' } }, 'missing_field', 'subscription.id'],
  [{ ...purchase, subscription: { id: 's' } }, 'missing_field', 'subscription.interval'],
  [
    { ...purchase, subscription: { ...monthly, interval: 'fortnight' } },
    'invalid_field',
    'subscription.interval',
  ],
  [
    { ...purchase, subscription: { ...monthly, interval_count: 0 } },
    'invalid_field',
    'subscription.interval_count',
  ],
  [{ ...purchase, subscription: { ...monthly, expires_at: T } }, 'invalid_field', 'subscription.expires_at'],
  [{ ...purchase, subscription: { ...monthly, plann: 'a' } }, 'unknown_field', 'subscription.plann'],
  [{ ...purchase, effectve_at: T }, 'unknown_field', 'effectve_at'],
  [{ ...purchase, score: 1 }, 'unknown_field', 'score'],
  [{ ...survey, survey: 'nrs' }, 'invalid_field', 'survey'],
  [{ ...survey, score: 11 }, 'invalid_field', 'score'],
  [{ ...survey, score: -1 }, 'invalid_field', 'score'],
  [{ ...survey, score: 4.5 }, 'invalid_field', 'score'],
  [{ ...survey, survey: 'csat', score: 0 }, 'invalid_field', 'score'],
  [{ ...survey, survey: 'csat', score: 6, scale_max: 5 }, 'invalid_field', 'score'],
  [{ ...survey, survey: 'ces', score: 5, scale_min: 5, scale_max: 5 }, 'invalid_field', 'scale_max'],
  [{ ...survey, scale_max: 5 }, 'invalid_field', 'scale_max'],
  [{ ...base, type: 'void' }, 'missing_field', 'event'],
  [{ ...base, type: 'return', ...money }, 'missing_field', 'order'],
  [{ ...base, type: 'invoice', ...money }, 'missing_field', 'invoice'],
  [{ ...base, type: 'payment', invoice: 'i', amount: 1 }, 'missing_field', 'currency'],
  [{ ...base, type: 'spend', category: 'service', ...money }, 'invalid_field', 'customer'],
  [{ id: 'x', time: T, type: 'spend', category: 'toys', ...money }, 'invalid_field', 'category'],
  [{ ...base, type: 'message', campaign: 'k', action: 'bounced' }, 'invalid_field', 'action'],
  [{ ...base, type: 'activity' }, 'missing_field', 'name'],
  [{ ...base, type: 'cancellation', subscription: { id: 's' } }, 'invalid_field', 'subscription'],
  [{ ...base, type: 'cancellation', voluntary: 'no' }, 'invalid_field', 'voluntary'],
];

test('every bound of the contract is held, by field and code, and the good event beside them is taken', async () => {
  const tenant = `${TENANT}-bounds`;
  const response = await post(
    tenant,
    JSON.stringify([...BOUNDS.map(([event]) => event), { ...purchase, id: 'good' }]),
  );
  assert.equal(response.status, 202);
  const { accepted, rejected } = (await response.json()) as {
    accepted: number;
    rejected: { index: number; code: string; field: string | null; message: string }[];
  };
  assert.equal(accepted, 1);
  for (const [index, [event, code, field]] of BOUNDS.entries()) {
    const found = rejected.find((rejection) => rejection.index === index);
    assert.deepEqual([found?.code, found?.field], [code, field], JSON.stringify(event));
    assert.ok(found!.message.startsWith(`${field}: `), found!.message);
  }
});

test('the edges themselves are taken', async () => {
  const edges = [
    { ...purchase, id: 'x'.repeat(128), customer: '😀'.repeat(128), amount: 0 },
    { ...purchase, id: 'e1', amount: 2 ** 53 - 1, charged: 0, quantity: 2 ** 53 - 1 },
    { ...purchase, id: 'e2', time: Date.now() + 23 * 3_600_000 },
    { ...purchase, id: 'e3', time: '1969-12-31T23:59:59.9999+00:00' },
    { ...purchase, id: 'e4', subscription: { ...monthly, expires_at: '2026-01-31T09:00:00.001Z' } },
    { ...survey, id: 'e5', score: 0 },
    { ...survey, id: 'e6', survey: 'csat', score: 1, scale_min: 1, scale_max: 2 },
  ];
  const response = await post(`${TENANT}-edges`, JSON.stringify(edges));
  assert.deepEqual(await response.json(), { accepted: edges.length, rejected: [] });
});

test('the first currency is fixed for good; another is refused over HTTP and a dead letter from Kafka', async () => {
  const tenant = `${TENANT}-currency`;
  const first = await post(tenant, JSON.stringify({ ...purchase, id: 'p1', currency: 'CHF' }));
  assert.equal(first.status, 202);
  const second = await post(tenant, JSON.stringify({ ...purchase, id: 'p2' }));
  assert.equal(second.status, 400);
  assert.equal(
    ((await second.json()) as { rejected: { code: string }[] }).rejected[0]!.code,
    'wrong_currency',
  );
  const letter = await deadLetterOf(tenant, codec.encode(parsed({ ...purchase, id: 'p3' })));
  assert.equal(letter.headers['error'], 'wrong_currency');
});

/** Writes one record straight to Kafka and waits for it to come back as a dead letter. */
const deadLetterOf = async (
  tenant: string,
  value: Buffer | null,
  { key = Buffer.from(recordKey(tenant, 'c')) as Buffer | null, partition = null as number | null } = {},
): Promise<ReadRecord> => {
  const [written] = await producer.send({
    topic: EVENTS_TOPIC,
    acks: -1,
    messages: [{ key, value, ...(partition === null ? {} : { partition }) }],
  });
  const letter = await eventually('the record is a dead letter', async () =>
    deadLetters.records.find(
      ({ headers }) =>
        headers['origin_partition'] === String(written!.partition) &&
        headers['origin_offset'] === written!.baseOffset,
    ),
  );
  assert.equal(letter.headers['origin_topic'], EVENTS_TOPIC);
  assert.match(letter.headers['origin_time']!, /^\d{13}$/);
  assert.deepEqual(letter.value, value);
  assert.deepEqual(letter.key, key);
  return letter;
};

test('what is written straight to Kafka is checked as strictly; dead letters keep origin and bytes', async () => {
  const tenant = `${TENANT}-direct`;
  const deadBefore = (await readStatus()).dead_letters;
  const good = codec.encode(parsed(activity('good', { customer: 'c' })));
  const own = recordKey(tenant, 'c');
  const home = partitionFor(own, 12);
  const letters: readonly (readonly [ReadRecord, string, string | undefined])[] = [
    [await deadLetterOf(tenant, Buffer.from('not avro')), 'undecodable', undefined],
    [await deadLetterOf(tenant, Buffer.from([0, 0, 0, 3, 231, 1, 2, 3])), 'undecodable', undefined],
    [await deadLetterOf(tenant, Buffer.concat([good, Buffer.from([0])])), 'undecodable', undefined],
    [await deadLetterOf(tenant, null), 'undecodable', undefined],
    [await deadLetterOf(tenant, good, { key: null, partition: 0 }), 'wrong_key', undefined],
    [
      await deadLetterOf(tenant, good, { key: Buffer.from(recordKey(tenant, 'other')) }),
      'wrong_key',
      'customer',
    ],
    [await deadLetterOf(tenant, good, { key: Buffer.from('no colon') }), 'wrong_key', undefined],
    [await deadLetterOf(tenant, good, { key: Buffer.from([0x61, 0x3a, 0xff]) }), 'wrong_key', undefined],
    [await deadLetterOf(tenant, good, { partition: (home + 1) % 12 }), 'wrong_partition', undefined],
    [
      await deadLetterOf(tenant, encoded({ ...activity('late'), time: Date.now() + 25 * 3_600_000 })),
      'time_ahead',
      'time',
    ],
    [await deadLetterOf(tenant, encoded({ ...activity('empty'), name: '' })), 'invalid_field', 'name'],
  ];
  for (const [letter, error, field] of letters)
    assert.deepEqual(
      [letter.headers['error'], letter.headers['field']],
      [error, field],
      letter.headers['message'],
    );
  await producer.send({ topic: EVENTS_TOPIC, acks: -1, messages: [{ key: own, value: good }] });
  const status = await settled();
  assert.equal(status.dead_letters - deadBefore, letters.length);
  assert.deepEqual(await idsInHistory(tenant), ['good'], 'the partitions went on');
});

/** Encodes what our own parser would refuse, as a careless producer does. */
const encoded = (input: object): Buffer =>
  codec.encode({
    customer: 'c',
    properties: {},
    ...input,
    ...('customer' in input ? { customer: 'c' } : {}),
  } as never);

test('batches packed with gzip, snappy, lz4 and zstd are read', async () => {
  const tenant = `${TENANT}-packed`;
  const names = ['plain', 'gzip', 'snappy', 'lz4', 'zstd'];
  for (const [compression, name] of names.entries()) {
    const messages = Array.from({ length: 300 }, (_, index) => {
      const customer = `customer-${index % 7}`;
      const event = parsed(
        activity(`${name}-${index}`, { customer, properties: { text: 'tide '.repeat(index) } }),
      );
      return { key: Buffer.from(recordKey(tenant, customer)), value: codec.encode(event) };
    });
    await producer.send({ topic: EVENTS_TOPIC, acks: -1, compression, messages });
  }
  await settled();
  const ids = await idsInHistory(tenant);
  for (const name of names) assert.equal(ids.filter((id) => id.startsWith(name)).length, 300, name);
});

test('of transactions only what was committed counts, and their markers keep nothing pending', async () => {
  const tenant = `${TENANT}-transactions`;
  const transactional = client.producer({
    transactionalId: `test-${randomUUID()}`,
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: ownPartition,
  });
  await transactional.connect();
  const key = recordKey(tenant, 'c');
  const partition = partitionFor(key, 12);
  for (const end of ['abort', 'commit'] as const) {
    const transaction = await transactional.transaction();
    const value = codec.encode(parsed(activity(end, { customer: 'c' })));
    await transaction.send({ topic: EVENTS_TOPIC, messages: [{ key, value, partition }] });
    await transaction[end]();
  }
  await transactional.disconnect();
  const status = await settled();
  assert.equal(status.pending, 0);
  assert.deepEqual(await idsInHistory(tenant), ['commit']);
});

test('the producer library sends what it is given once', async () => {
  const tenant = `${TENANT}-library`;
  const library = createProducer({ url: stack().ingest, tenant, batchSize: 50 });
  const ids = Array.from({ length: 200 }, (_, index) => `l${String(index).padStart(3, '0')}`);
  await Promise.all(
    ids.map((id) => library.send({ id, type: 'activity', customer: `c${id.at(-1)}`, name: 'visit' })),
  );
  await library.close();
  await settled();
  assert.deepEqual(await idsInHistory(tenant), ids);
});
