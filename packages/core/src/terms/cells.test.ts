import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { law, runs } from '../laws/runs.ts';
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
    runs(100),
  );
});

law(
  'a base day further on leaves every value from that day on as it was',
  [
    fc.array(fc.tuple(fc.integer({ min: -3, max: 12 }), delta), { maxLength: 60 }),
    fc.integer({ min: -4, max: 13 }),
    fc.nat({ max: 5 }),
  ],
  (changes, base, further) => {
    const valueFrom = (baseDay: number) => {
      const cells = new Cells(baseDay);
      for (const [day, change] of changes) cells.add(day, change);
      return (asked: number) => {
        let sum = 0n;
        cells.forEach((day, held) => {
          if (day === null || day <= asked) sum += BigInt(held);
        });
        return sum;
      };
    };
    const [before, after] = [valueFrom(base), valueFrom(base + further)];
    for (let day = base + further; day < 15; day++) assert.equal(after(day), before(day));
  },
  100,
);
