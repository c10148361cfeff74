import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { murmur2, partitionFor } from './murmur2.ts';

const theirs = createRequire(import.meta.url)('kafkajs/src/producer/partitioners/default/murmur2') as (
  key: Buffer,
) => number;

test('murmur2 gives the values that the Java client is known by', () => {
  const known: Record<string, number> = {
    '21': -973932308,
    foobar: -790332482,
    'a-little-bit-long-string': -985981536,
    'a-little-bit-longer-string': -1486304829,
    lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8: -58897971,
    abc: 479470107,
  };
  for (const [key, hash] of Object.entries(known)) assert.equal(murmur2(Buffer.from(key)), hash, key);
});

test('murmur2 agrees with kafkajs on keys of every length and byte', () => {
  for (let length = 0; length < 300; length++) {
    const key = Buffer.from(Array.from({ length }, (_, i) => (i * 37 + length * 11) & 255));
    assert.equal(murmur2(key), theirs(key), `length ${length}`);
  }
});

test('a key has the same partition as text and as bytes', () => {
  for (const key of ['demo:c1', 'demo:', 'demo:Zoë 😀', 'x'.repeat(200)]) {
    const partition = partitionFor(key, 12);
    assert.ok(partition >= 0 && partition < 12);
    assert.equal(partition, partitionFor(Buffer.from(key), 12));
  }
});
