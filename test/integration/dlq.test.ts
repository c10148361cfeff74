import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { parseEvent, recordKey } from '@tidemark/core';
import { createDeadLetters, EVENTS_TOPIC, partitionFor } from '@tidemark/kafka';
import { createLocalCodec } from '@tidemark/schemas';
import { rowsOf } from './support/clickhouse.ts';
import { eventually } from './support/eventually.ts';
import { kafka } from './support/kafka.ts';
import { startProgram } from './support/program.ts';
import { settled } from './support/read.ts';
import { stack } from './support/stack.ts';

/** `dlq ls|show|replay` on the letters of a careless producer. */

const codec = createLocalCodec();
const TENANT = `dlq-${randomUUID().slice(0, 8)}`;
const client = kafka();
const producer = client.producer({
  allowAutoTopicCreation: false,
  createPartitioner:
    () =>
    ({ message, partitionMetadata }) =>
      message.partition ?? partitionFor(message.key as Buffer, partitionMetadata.length),
});

before(() => producer.connect());
after(() => producer.disconnect());

interface Answer {
  readonly total: number;
  readonly counts: Record<string, number>;
  readonly letters: readonly { readonly origin: string; readonly state: string }[];
}

const dlq = async (...args: readonly string[]): Promise<{ readonly code: number; readonly out: string }> => {
  const program = startProgram(
    ['infra/cli/main.ts', 'dlq', ...args, '--json'],
    { KAFKA_BROKERS: stack().kafka, REDIS_URL: stack().redis, CLICKHOUSE_URL: stack().clickhouse },
    join(import.meta.dirname, '../..'),
  );
  return { code: (await program.ended) ?? -1, out: program.output() };
};

const listed = async (...args: readonly string[]): Promise<Answer> =>
  JSON.parse((await dlq('ls', '--tenant', TENANT, ...args)).out) as Answer;

const encoded = (id: string, fields: object): Buffer => {
  const outcome = parseEvent(
    { id, type: 'activity', time: Date.now(), customer: 'c', name: 'login' },
    { now: Date.now() },
  );
  assert.ok(outcome.ok);
  return codec.encode({ ...outcome.value, ...fields } as never);
};

const write = async (key: string, value: Buffer, partition?: number): Promise<string> => {
  const [written] = await producer.send({
    topic: EVENTS_TOPIC,
    acks: -1,
    messages: [{ key, value, ...(partition === undefined ? {} : { partition }) }],
  });
  return `${written!.partition}:${written!.baseOffset}`;
};

const appliedIds = async (): Promise<readonly string[]> =>
  (
    await rowsOf<{ id: string }>(
      `SELECT id FROM events WHERE tenant = '${TENANT}' AND outcome = 'applied' ORDER BY id`,
    )
  ).map(({ id }) => id);

test('letters are listed once, shown with their bytes, replayed under the right key, and counted once', async () => {
  const own = recordKey(TENANT, 'c');
  const elsewhere = (partitionFor(own, 12) + 1) % 12;
  const moved = await write(own, encoded('moved', {}), elsewhere);
  const misnamed = await write(recordKey(TENANT, 'another'), encoded('misnamed', {}));
  const nameless = await write(own, encoded('nameless', { name: '' }));
  const broken = await write(own, Buffer.from('not avro'));
  const { letters, counts, total } = await eventually('four letters', async () => {
    const answer = await listed();
    return answer.total === 4 ? answer : undefined;
  });
  assert.deepEqual([total, letters.length], [4, 4]);
  assert.deepEqual(counts, { wrong_partition: 1, wrong_key: 1, invalid_field: 1, undecodable: 1 });

  // What a crash between letter and commit leaves behind.
  const again = await createDeadLetters(client, { debug() {}, info() {}, warn() {}, error() {} });
  const [partition, offset] = broken.split(':').map(Number) as [number, number];
  const record = {
    partition,
    offset,
    known_at: Date.now(),
    key: Buffer.from(own),
    value: Buffer.from('not avro'),
  };
  await again.write([{ record, code: 'undecodable', field: null, message: 'again' }]);
  await again.close();
  assert.equal((await listed()).total, 4);

  const shown = JSON.parse((await dlq('show', nameless)).out) as Record<string, unknown>;
  assert.equal(shown['error'], 'invalid_field');
  assert.equal((shown['event'] as { id: string }).id, 'nameless');
  assert.equal(
    shown['value_hex'],
    encoded('nameless', { name: '', time: (shown['event'] as { time: number }).time }).toString('hex'),
  );

  const replayed = await dlq('replay', moved, misnamed, nameless, broken);
  assert.equal(replayed.code, 1);
  const states = (JSON.parse(replayed.out) as Answer).letters.map(({ origin, state }) => [origin, state]);
  assert.deepEqual(states, [
    [moved, 'replayed'],
    [misnamed, 'replayed'],
    [nameless, 'still wrong'],
    [broken, 'still wrong'],
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-dlq-'));
  const file = join(folder, 'event.json');
  writeFileSync(
    file,
    JSON.stringify({ id: 'nameless', type: 'activity', time: Date.now(), customer: 'c', name: 'login' }),
  );
  assert.equal((await dlq('replay', nameless, '--event', file)).code, 0);
  rmSync(folder, { recursive: true });
  // Offered no more; and sent once more on demand it is a duplicate.
  assert.match((await dlq('replay', moved)).out, /replayed already/);
  assert.match((await dlq('replay', moved, '--again')).out, /"replayed":1/);
  assert.deepEqual((await listed()).counts, { undecodable: 1 });
  assert.equal((await listed('--all')).total, 4);
  await settled();
  assert.deepEqual(await appliedIds(), ['misnamed', 'moved', 'nameless']);
});
