import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createPartitionNote } from '@tidemark/clickhouse';
import { agreePartitions } from '@tidemark/redis';
import { freePorts } from '../../infra/launcher/ports.ts';
import { ownClickhouse } from '../contract/support/clickhouse.ts';
import { DATABASES, ownRedis } from '../contract/support/redis.ts';
import { ROOT } from '../runner/files.ts';
import { startProgram } from './support/program.ts';
import { stack } from './support/stack.ts';

/** A topic with another number of partitions than what is stored was made with: the processor does not begin. */

const MAIN = fileURLToPath(new URL('../../services/processor/src/main.ts', import.meta.url));
const OTHER = 24;

let redis: Awaited<ReturnType<typeof ownRedis>>;
let clickhouse: Awaited<ReturnType<typeof ownClickhouse>>;

before(async () => {
  redis = await ownRedis('partitions');
  clickhouse = await ownClickhouse('partitions');
});
after(async () => {
  await redis.flushdb();
  redis.disconnect();
  await clickhouse.drop();
});

const refuses = async (): Promise<void> => {
  const { processor } = await freePorts();
  const program = startProgram(
    [MAIN],
    {
      KAFKA_BROKERS: stack().kafka,
      REDIS_URL: `${stack().redis}/${DATABASES.partitions}`,
      CLICKHOUSE_URL: stack().clickhouse,
      CLICKHOUSE_DATABASE: clickhouse.connection.database,
      PROCESSOR_PORT: String(processor),
    },
    ROOT,
  );
  try {
    await program.printed(
      /has 12 partitions, and what is stored was made with 24.*|partitions-changed\.md.*made with 24/,
    );
    assert.match(program.output(), /docs\/runbook\/partitions-changed\.md/);
    assert.notEqual(await program.ended, 0);
  } finally {
    await program.stop();
  }
};

test('by what Redis remembers, and by what ClickHouse does where Redis was lost', async () => {
  await agreePartitions(redis, OTHER);
  await refuses();

  await redis.flushdb();
  const client = clickhouse.connect();
  await createPartitionNote(client).write(OTHER, Date.now());
  await client.close();
  await refuses();
  assert.deepEqual(await redis.keys('tm:{p*'), [], 'nothing was claimed');
});
