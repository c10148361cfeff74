import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fraction, fromDecimal, minus, over, plus, roundHalfEven, times } from './fraction.ts';

test('fractions are kept in lowest terms with the sign above', () => {
  assert.deepEqual(fraction(6, -4), { numerator: -3n, denominator: 2n });
  assert.deepEqual(fraction(0, 7), { numerator: 0n, denominator: 1n });
  assert.deepEqual(plus(fraction(1, 6), fraction(1, 3)), fraction(1, 2));
  assert.deepEqual(minus(fraction(1, 6), fraction(1, 3)), fraction(-1, 6));
  assert.deepEqual(times(fraction(2, 3), fraction(3, 4)), fraction(1, 2));
  assert.deepEqual(over(fraction(2, 3), fraction(4, 3)), fraction(1, 2));
});

test('nothing is divided by zero', () => {
  assert.equal(over(fraction(1), fraction(0)), null);
  assert.throws(() => fraction(1, 0), RangeError);
});

test('a half is rounded to the even neighbour', () => {
  const halves = [-5, -3, -1, 1, 3, 5].map((n) => roundHalfEven(fraction(n, 2)));
  assert.deepEqual(halves, [-2n, -2n, 0n, 0n, 2n, 2n]);
  assert.equal(roundHalfEven(fraction(2, 3)), 1n);
  assert.equal(roundHalfEven(fraction(-2, 3)), -1n);
  assert.equal(roundHalfEven(fraction(-1, 3)), 0n);
});

test('decimals are taken as they are written', () => {
  assert.deepEqual(fromDecimal('0.8'), fraction(4, 5));
  assert.deepEqual(fromDecimal('-0.05'), fraction(-1, 20));
  assert.deepEqual(fromDecimal('1'), fraction(1));
  assert.deepEqual(fromDecimal('1e-7'), fraction(1, 10_000_000));
  assert.deepEqual(fromDecimal('1.5E+21'), fraction(15n * 10n ** 20n));
});
