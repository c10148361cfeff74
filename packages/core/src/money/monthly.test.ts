import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { INTERVALS } from '../event/event.ts';
import { law } from '../laws/runs.ts';
import { divideHalfEven, monthlyThousandths } from './monthly.ts';

test('a price is what it is worth a month, in thousandths of a minor unit', () => {
  assert.deepEqual(
    INTERVALS.map((interval) => [interval, monthlyThousandths(100_00, interval, 1)]),
    [
      // 10,000 × 365 ÷ 12 and 10,000 × 52 ÷ 12
      ['day', 304_166_667n],
      ['week', 43_333_333n],
      ['month', 10_000_000n],
      ['quarter', 3_333_333n],
      ['year', 833_333n],
    ],
  );
  assert.equal(monthlyThousandths(100_00, 'month', 3), monthlyThousandths(100_00, 'quarter', 1));
  assert.equal(monthlyThousandths(0, 'year', 7), 0n);
  // Exact where a float would not be.
  assert.equal(monthlyThousandths(Number.MAX_SAFE_INTEGER, 'month', 1), 9_007_199_254_740_991_000n);
});

test('halves go to the even neighbour, on both sides of nought', () => {
  const of = (dividend: bigint) => [divideHalfEven(dividend, 2n), divideHalfEven(-dividend, 2n)];
  assert.deepEqual([1n, 2n, 3n, 4n, 5n, 7n].map(of), [
    [0n, 0n],
    [1n, -1n],
    [2n, -2n],
    [2n, -2n],
    [2n, -2n],
    [4n, -4n],
  ]);
  // 1 ÷ 48 months of 1,000 thousandths: 20.8333; 3 minor units a 16 months: 187.5, and 5: 312.5
  assert.equal(monthlyThousandths(1, 'year', 4), 21n);
  assert.equal(monthlyThousandths(3, 'month', 16), 188n);
  assert.equal(monthlyThousandths(5, 'month', 16), 312n);
});

law(
  'a quotient is the nearest integer, and of two as near the even one',
  [fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }), fc.oneof(fc.bigInt(1n, 12n), fc.bigInt(1n, 2n ** 70n))],
  (dividend, divisor) => {
    const quotient = divideHalfEven(dividend, divisor);
    const distance = dividend - quotient * divisor;
    const twice = 2n * (distance < 0n ? -distance : distance);
    assert.ok(twice < divisor || (twice === divisor && quotient % 2n === 0n));
  },
);
