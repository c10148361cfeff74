import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { law } from '../laws/runs.ts';
import { calendarFromStarts, UTC } from './calendar.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Lengths of days: mostly 24 hours, and what clocks and governments make of them. */
const length = fc.oneof(
  { weight: 4, arbitrary: fc.constant(24) },
  { weight: 3, arbitrary: fc.constantFrom(22, 23, 23.5, 24.5, 25, 0, 48) },
);

law(
  'a day holds the instants from its start to that of the next; outside the table days have 24 hours',
  [
    fc.integer({ min: -400, max: 400 }),
    fc.integer({ min: -12, max: 14 }),
    fc.array(length, { maxLength: 30 }),
    fc.integer({ min: -5, max: 35 }),
    fc.constantFrom(0, 1, -1, HOUR, 12 * HOUR),
  ],
  (firstDay, offset, lengths, place, after) => {
    let next = firstDay * DAY + offset * HOUR;
    const starts = [next];
    for (const hours of lengths) {
      next += hours * HOUR;
      starts.push(next);
    }
    const calendar = calendarFromStarts('Test/Zone', firstDay, Float64Array.from(starts));
    assert.equal(calendar.timeZone, 'Test/Zone');

    /** The definition, in plain steps from the ends of the table. */
    const startOf = (index: number): number => {
      if (index < 0) return startOf(index + 1) - DAY;
      return index < starts.length ? starts[index]! : startOf(index - 1) + DAY;
    };
    assert.equal(calendar.startOf(firstDay + place), startOf(place));
    const instant = startOf(place) + after;
    let day = -10;
    for (let index = -10; index < 50; index++) if (startOf(index) <= instant) day = index;
    assert.equal(calendar.dayOf(instant), firstDay + day);
  },
);

test('days of UTC are 24 hours, from 1970 in both directions', () => {
  assert.equal(UTC.timeZone, 'UTC');
  for (const [instant, day] of [
    [-DAY - 1, -2],
    [-DAY, -1],
    [-1, -1],
    [0, 0],
    [DAY - 1, 0],
    [DAY, 1],
  ] as const)
    assert.equal(UTC.dayOf(instant), day);
  assert.deepEqual([-1, 0, 1].map(UTC.startOf), [-DAY, 0, DAY]);
});
