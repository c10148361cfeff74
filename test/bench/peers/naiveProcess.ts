import { deserialize, serialize } from 'node:v8';
import { connect } from '@tidemark/clickhouse';
import {
  applyEvent,
  type CustomerState,
  DEFAULT_SETTINGS,
  EMPTY_STATE,
  parseEvent,
  parseRecordKey,
  UTC,
} from '@tidemark/core';
import { createKafka, EVENTS_TOPIC } from '@tidemark/kafka';
import { createLogger } from '@tidemark/runtime';
import { createLocalCodec } from '@tidemark/schemas';
import { Redis } from 'ioredis';
import { finish } from './finish.ts';

/**
 * What a first version does: `eachMessage`, the customer's state read and written with its increments by one script an event,
 * awaited in turn in each partition, and one asynchronous insert an event, 64 under way. The definitions are the product's own.
 * BROKERS REDIS CLICKHOUSE DATABASE GROUP TOTAL
 */
const [brokers, redisUrl, clickhouseUrl, database, group, total] = process.argv.slice(2) as [
  ...[string, string, string, string, string, string],
];
const SCRIPT = `
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
for i = 3, #ARGV, 3 do redis.call('HINCRBY', KEYS[2] .. ARGV[i], ARGV[i + 1], ARGV[i + 2]) end
return 1`;
const IN_FLIGHT = 64;
/** It grows slower with each event of a customer, and would take an hour where others take a minute. Its first minute is its best. */
const LONGEST = 60_000;

const kafka = createKafka(
  'bench-naive',
  { brokers: [brokers], ssl: false, sasl: null },
  createLogger('bench', 'error'),
);
const redis = new Redis(redisUrl);
const digest = (await redis.script('LOAD', SCRIPT)) as string;
const clickhouse = connect({ url: clickhouseUrl, user: 'default', password: '', database });
await clickhouse.command({
  query:
    'CREATE TABLE naive (tenant String, customer String, id String, type String, time Int64, event String) ENGINE = MergeTree ORDER BY (tenant, customer, time)',
});
const codec = createLocalCodec();
const definitions = { calendar: UTC, settings: DEFAULT_SETTINGS };
const inserts = new Set<Promise<unknown>>();
const insert = async (row: object): Promise<void> => {
  while (inserts.size >= IN_FLIGHT) await Promise.race(inserts);
  const insertion = clickhouse
    .insert({
      table: 'naive',
      values: [row],
      format: 'JSONEachRow',
      clickhouse_settings: { async_insert: 1, wait_for_async_insert: 1 },
    })
    .finally(() => inserts.delete(insertion));
  inserts.add(insertion);
};

const apply = async (key: string, value: Uint8Array | null, now: number): Promise<void> => {
  const decoded = codec.decode(value);
  const parsed = decoded.ok ? parseEvent(decoded.value, { now }) : decoded;
  const owner = parseRecordKey(key);
  if (!parsed.ok || owner === null) return;
  const { tenant, customer } = owner;
  const bytes = await redis.hgetBuffer(`naive:${tenant}`, customer);
  const { state, terms, outcome } = applyEvent(
    bytes === null ? EMPTY_STATE : (deserialize(bytes) as CustomerState),
    parsed.value,
    definitions,
  );
  if (outcome !== 'applied') return;
  const increments = terms.flatMap(({ term, day, delta }) => [term, String(day), String(delta)]);
  await redis.evalsha(
    digest,
    2,
    `naive:${tenant}`,
    `naive:${tenant}:`,
    customer,
    serialize(state),
    ...increments,
  );
  const { id, type, time } = parsed.value;
  await insert({ tenant, customer, id, type, time, event: JSON.stringify(parsed.value) });
};

const consumer = kafka.consumer({ groupId: group, maxBytesPerPartition: 256 * 1024 });
await consumer.connect();
await consumer.subscribe({ topics: [EVENTS_TOPIC], fromBeginning: true });
let seen = 0;
let ended = false;
let started = 0;
await consumer.run({
  autoCommit: false,
  partitionsConsumedConcurrently: 12,
  eachMessage: async ({ message }) => {
    if (started === 0) started = performance.now();
    await apply(String(message.key), message.value, Number(message.timestamp));
    const isLong = performance.now() - started > LONGEST;
    if (ended || (++seen < Number(total) && !isLong)) return;
    ended = true;
    await Promise.all(inserts);
    void finish((performance.now() - started) / 1000, seen);
  },
});
