import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Cells } from './cells.ts';

const delta = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer(),
  fc.bigInt({ min: -(2n ** 90n), max: 2n ** 90n }),
  fc.constantFrom(Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER),
);

test('sums are exact, of whatever size, by few days or by many', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: -3, max: 12 }), delta), { maxLength: 60 }), (changes) => {
      const cells = new Cells(0);
      const expected = new Map<number | null, bigint>();
      for (const [day, change] of changes) {
        cells.add(day, change);
        const at = day <= 0 ? null : day;
        expected.set(at, (expected.get(at) ?? 0n) + BigInt(change));
      }
      const sums = new Map<number | null, bigint>();
      cells.forEach((day, sum) => void sums.set(day, BigInt(sum)));
      for (const [day, sum] of expected) if (sum === 0n) expected.delete(day);
      assert.deepEqual(sums, expected);
    }),
  );
});
