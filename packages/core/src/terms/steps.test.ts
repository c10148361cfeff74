import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { law } from '../laws/runs.ts';
import { type DayStep, type DaySteps, inSight, pushStep, together } from './steps.ts';

const steps = (...pairs: (readonly [day: number, value: bigint])[]): DayStep[] =>
  pairs.map(([day, value]) => ({ day, value }));

/** The definition: the last step that is not later. */
const valueOn = (of: DaySteps, day: number): bigint => of.findLast((step) => step.day <= day)?.value ?? 0n;

const anySteps = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.bigInt({ min: 0n, max: 3n })), { maxLength: 8 })
  .map((drawn) => {
    const result: DayStep[] = [];
    for (const [day, value] of drawn.toSorted(([a], [b]) => a - b)) pushStep(result, day, value);
    return result;
  });
const someDay = fc.integer({ min: -5, max: 80 });

const isCanonical = (of: DaySteps): boolean =>
  of.every(({ day, value }, index) => {
    const before = of[index - 1];
    return value !== (before?.value ?? 0n) && day > (before?.day ?? Number.NEGATIVE_INFINITY);
  });

test('a later step of a day replaces the earlier, and what changes nothing leaves no trace', () => {
  const result: DayStep[] = [];
  pushStep(result, 1, 0n);
  assert.deepEqual(result, []);
  pushStep(result, 1, 5n);
  pushStep(result, 2, 5n);
  assert.deepEqual(result, steps([1, 5n]));
  pushStep(result, 3, 7n);
  pushStep(result, 3, 8n);
  assert.deepEqual(result, steps([1, 5n], [3, 8n]));
  pushStep(result, 3, 5n);
  assert.deepEqual(result, steps([1, 5n]));
  pushStep(result, 1, 0n);
  assert.deepEqual(result, []);
});

test('a day is in sight from itself on until the window has passed it', () => {
  assert.deepEqual(inSight([], 7), []);
  assert.deepEqual(inSight([3], 7), steps([3, 1n], [10, 0n]));
  assert.deepEqual(inSight([3, 9], 7), steps([3, 1n], [16, 0n]));
  assert.deepEqual(inSight([3, 10], 7), steps([3, 1n], [17, 0n]), 'one comes as the other goes');
  assert.deepEqual(inSight([3, 11], 7), steps([3, 1n], [10, 0n], [11, 1n], [18, 0n]));
  assert.deepEqual(inSight([3, 3], 7), steps([3, 1n], [10, 0n]));
  assert.deepEqual(inSight([3], Number.POSITIVE_INFINITY), steps([3, 1n]), 'all is seen for ever');
});

law(
  'two functions together are what they are on each day',
  [anySteps, anySteps, someDay],
  (one, other, day) => {
    const combine = (a: bigint, b: bigint) => 10n * a + b;
    const both = together(one, other, combine);
    assert.equal(valueOn(both, day), combine(valueOn(one, day), valueOn(other, day)));
    assert.ok(isCanonical(both));
  },
);
