import assert from 'node:assert/strict';
import { test } from 'node:test';
import { takeChunk, type Waiting } from './chunk.ts';
import { deadLetterMessage } from './deadLetters.ts';

const waiting = (sizes: readonly number[]): Waiting[] =>
  sizes.map((size, i) => ({
    record: { key: `t:c${i}`, value: Buffer.alloc(size) },
    settle: () => undefined,
  }));

test('a chunk stays below the size of a batch that a broker takes, and below 2,000 records', () => {
  const small = waiting(new Array(5000).fill(10));
  assert.deepEqual([takeChunk(small).length, small.length], [2000, 3000]);
  const large = waiting([400_000, 400_000, 400_000]);
  assert.deepEqual([takeChunk(large).length, takeChunk(large).length, large.length], [2, 1, 0]);
});

test('a record larger than a chunk goes alone', () => {
  const huge = waiting([2_000_000, 10]);
  assert.equal(takeChunk(huge).length, 1);
  assert.equal(huge.length, 1);
});

test('a dead letter keeps key and bytes and says where it came from and why', () => {
  const record = {
    partition: 7,
    offset: 42,
    known_at: 1_700_000_000_000,
    key: null,
    value: Buffer.from([1, 2]),
  };
  const message = deadLetterMessage({ record, code: 'undecodable', field: null, message: 'no' });
  assert.deepEqual(message, {
    key: null,
    value: record.value,
    headers: {
      origin_topic: 'tidemark.customer.events.v1',
      origin_partition: '7',
      origin_offset: '42',
      origin_time: '1700000000000',
      error: 'undecodable',
      message: 'no',
    },
  });
});
