import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@tidemark/core/testing/runs';
import fc from 'fast-check';
import { avroType } from './avro.ts';

const long = avroType('"long"', 'never');

test('every safe integer is the same after writing and reading', () => {
  const edges = [
    0,
    1,
    -1,
    63,
    64,
    -64,
    -65,
    2 ** 52,
    -(2 ** 52) - 1,
    Number.MAX_SAFE_INTEGER,
    Number.MIN_SAFE_INTEGER,
  ];
  for (const value of edges) assert.equal(long.fromBuffer(long.toBuffer(value)), value);
  fc.assert(
    fc.property(fc.maxSafeInteger(), (value) => long.fromBuffer(long.toBuffer(value)) === value),
    runs(100),
  );
});

test('the bytes are those of any Avro', () => {
  const zigzag = (value: bigint): Buffer => {
    const bytes: number[] = [];
    let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
    for (; rest >= 128n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
    return Buffer.from([...bytes, Number(rest)]);
  };
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
      const bytes = zigzag(value);
      if (Number.isSafeInteger(Number(value))) {
        assert.deepEqual(long.toBuffer(Number(value)), bytes);
        assert.equal(long.fromBuffer(bytes), Number(value));
      } else assert.throws(() => long.fromBuffer(bytes), /past 2\^53/);
    }),
    runs(2000),
  );
});

test('what is no safe integer is not written', () => {
  for (const value of [2 ** 53, 0.5, Number.NaN, '1', null]) assert.throws(() => long.toBuffer(value));
});
