import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { law } from '../laws/runs.ts';
import { fromDecimal, ratio, toDecimal, toDouble } from './quantity.ts';
import { renderValue } from './render.ts';

const fraction = (numerator: bigint, denominator = 1n) => ({ numerator, denominator });

test('a number is the fraction it is written as', () => {
  assert.deepEqual(fromDecimal(0.8), fraction(8n, 10n));
  assert.deepEqual(fromDecimal(-12.375), fraction(-12_375n, 1_000n));
  assert.deepEqual(fromDecimal(7), fraction(7n));
  assert.deepEqual(fromDecimal(1e21), fraction(10n ** 21n));
  assert.deepEqual(fromDecimal(1.5e22), fraction(15n * 10n ** 21n));
  assert.deepEqual(fromDecimal(2.5e-7), fraction(25n, 10n ** 8n));
});

test('a ratio has no value over 0, and a positive denominator', () => {
  assert.equal(ratio(3n, 0n), null);
  assert.deepEqual(ratio(3n, 4n), fraction(3n, 4n));
  assert.deepEqual(ratio(3n, -4n), fraction(-3n, 4n));
  assert.deepEqual(ratio(-3n, -4n), fraction(3n, 4n));
});

test('decimal text: rounded half to even, no trailing zeros, of any size', () => {
  for (const [numerator, denominator, places, text] of [
    [1n, 3n, 3, '0.333'],
    [-1n, 3n, 3, '-0.333'],
    [2n, 3n, 3, '0.667'],
    [1n, 2n, 0, '0'],
    [3n, 2n, 0, '2'],
    [5n, 1n, 3, '5'],
    [-5n, 2n, 3, '-2.5'],
    [1_005n, 1_000n, 3, '1.005'],
    [10n, 1n, 2, '10'],
    [100n, 1n, 0, '100'],
    [-1n, 10_000n, 3, '0'],
    [0n, 7n, 3, '0'],
    [10n ** 30n + 1n, 10n, 3, `1${'0'.repeat(29)}.1`],
  ] as const)
    assert.equal(toDecimal(fraction(numerator, denominator), places), text);
});

law(
  'the nearest double of small parts is their quotient, of large ones as good as that',
  [fc.maxSafeInteger(), fc.integer({ min: 1 }), fc.nat({ max: 2_000 })],
  (numerator, denominator, shift) => {
    const n = BigInt(numerator);
    const d = BigInt(denominator);
    const quotient = numerator / denominator;
    assert.equal(toDouble(fraction(n, d)), quotient);
    const large = toDouble(fraction(n << BigInt(shift), d << BigInt(shift)));
    assert.ok(Math.abs(large - quotient) <= Math.abs(quotient) * 2 ** -51, `${large} is not ${quotient}`);
  },
);

test('large parts one of which is small, and those past all doubles', () => {
  assert.equal(toDouble(fraction(2n ** 60n, 1n)), 2 ** 60);
  assert.equal(toDouble(fraction(-(2n ** 60n), 2n)), -(2 ** 59));
  assert.equal(toDouble(fraction(1n, 2n ** 60n)), 2 ** -60);
  assert.equal(toDouble(fraction(3n * 2n ** 1_100n, 2n ** 1_100n)), 3);
  assert.equal(toDouble(fraction(-(2n ** 1_100n), 3n * 2n ** 1_100n)), -1 / 3);
  assert.equal(toDouble(fraction(2n ** 900n, 2n ** 1_050n)), 2 ** -150);
  assert.equal(toDouble(fraction(2n ** 1_050n, 2n ** 900n)), 2 ** 150);
  assert.ok(Object.is(toDouble(fraction(0n, 3n)), 0));
});

test('money and counts are shown exactly, the rest as doubles, roots drawn, and what has no value as null', () => {
  const third = { value: fraction(1n, 3n), numerator: fraction(1n), denominator: fraction(3n) };
  for (const unit of ['count', 'money'] as const)
    assert.deepEqual(renderValue(unit, third), { value: '0.333', numerator: '1', denominator: '3' });
  for (const unit of ['ratio', 'points', 'score', 'days'] as const)
    assert.equal(renderValue(unit, third).value, '0.3333333333333333');
  assert.equal(renderValue('points', { ...third, value: fraction(9n, 4n), root: true }).value, '1.5');
  assert.deepEqual(renderValue('ratio', { value: null, numerator: null, denominator: null }), {
    value: null,
    numerator: null,
    denominator: null,
  });
});
