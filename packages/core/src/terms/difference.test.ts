import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { law } from '../laws/runs.ts';
import { Cells } from './cells.ts';
import { addDifference, addWindowDifference, differFrom } from './difference.ts';
import { type DayStep, type DaySteps, pushStep } from './steps.ts';

const valueOn = (of: DaySteps, day: number): bigint => of.findLast((step) => step.day <= day)?.value ?? 0n;

/** What cells add up to at the end of a day, those of no day included. */
const sumOn = (cells: Cells, until: number): bigint => {
  let sum = 0n;
  cells.forEach((day, delta) => {
    if (day === null || day <= until) sum += BigInt(delta);
  });
  return sum;
};

const drawn = (max: number) =>
  fc.array(fc.tuple(fc.integer({ min: 0, max }), fc.bigInt({ min: 0n, max: 3n })), { maxLength: 6 });
const stepsOf = (pairs: readonly (readonly [number, bigint])[]): DaySteps => {
  const result: DayStep[] = [];
  for (const [day, value] of pairs.toSorted(([a], [b]) => a - b)) pushStep(result, day, value);
  return result;
};
/** Two that are often the same up to some day, as the past of one customer is. */
const anyTwo = fc
  .tuple(drawn(15), drawn(40), drawn(40))
  .map(
    ([shared, one, other]) =>
      [
        stepsOf([...shared, ...one.map(([day, value]) => [day + 16, value] as const)]),
        stepsOf([...shared, ...other.map(([day, value]) => [day + 16, value] as const)]),
      ] as const,
  );
const anyBase = fc.option(fc.integer({ min: -5, max: 80 }), { nil: Number.NEGATIVE_INFINITY });
const someDay = fc.integer({ min: -5, max: 100 });

law(
  'a difference is what turns one function into the other, so many days later, from the base day on',
  [anyTwo, fc.constantFrom(0, 1, 7), anyBase, someDay],
  ([before, after], later, base, day) => {
    const cells = new Cells(base);
    addDifference(cells, before, after, later);
    const asked = Math.max(day, base);
    assert.equal(sumOn(cells, asked), valueOn(after, asked - later) - valueOn(before, asked - later));
  },
);

law(
  'a difference over a window is what held at its start against what holds at its end, after less before',
  [anyTwo, fc.constantFrom(0, 1, 7, 30), anyBase, someDay],
  ([before, after], length, base, day) => {
    const combine = (then: bigint, now: bigint) => 10n * then + now * now;
    const cells = new Cells(base);
    addWindowDifference(cells, before, after, length, combine, differFrom(before, after));
    const asked = Math.max(day, base);
    const over = (of: DaySteps) => combine(valueOn(of, asked - length), valueOn(of, asked));
    assert.equal(sumOn(cells, asked), over(after) - over(before));
  },
);

test('what is the same differs never, and leaves no cell', () => {
  const same = stepsOf([
    [1, 2n],
    [9, 0n],
  ]);
  assert.equal(
    differFrom(
      same,
      stepsOf([
        [1, 2n],
        [9, 0n],
      ]),
    ),
    Number.POSITIVE_INFINITY,
  );
  assert.equal(differFrom(same, stepsOf([[1, 2n]])), 9);
  assert.equal(differFrom(stepsOf([[4, 1n]]), same), 1);
  assert.equal(
    differFrom(
      same,
      stepsOf([
        [1, 3n],
        [9, 0n],
      ]),
    ),
    1,
  );
  const cells = new Cells();
  addDifference(cells, same, same);
  addWindowDifference(cells, same, same, 7, (then, now) => then + now, Number.POSITIVE_INFINITY);
  const changes: unknown[] = [];
  cells.forEach((day, delta) => void changes.push([day, delta]));
  assert.deepEqual(changes, []);
});
