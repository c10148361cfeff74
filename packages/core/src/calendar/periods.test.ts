import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dateOfDay, dayOfDate, parseDate } from './date.ts';
import { addPeriods, periodStart } from './periods.ts';

const DAY = 86_400_000;
const day = (text: string): number => Date.parse(`${text}T00:00:00Z`) / DAY;

test('dates and day numbers agree with the platform, from 1600 to 2400', () => {
  for (let number = day('1600-01-01'); number < day('2400-01-01'); number += 1) {
    const date = new Date(number * DAY);
    const civil = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
    assert.deepEqual(dateOfDay(number), civil);
    assert.equal(dayOfDate(civil), number);
  }
});

test('only dates that exist are dates', () => {
  assert.equal(parseDate('2024-02-29'), day('2024-02-29'));
  for (const text of ['2023-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '2026-04-31', ''])
    assert.equal(parseDate(text), null, text);
});

test('weeks begin on Monday, months, quarters and years on their first', () => {
  assert.equal(periodStart(day('2026-11-24'), 'week'), day('2026-11-23'));
  assert.equal(periodStart(day('1969-12-31'), 'week'), day('1969-12-29'));
  assert.equal(periodStart(day('2026-11-24'), 'month'), day('2026-11-01'));
  assert.equal(periodStart(day('2026-11-24'), 'quarter'), day('2026-10-01'));
  assert.equal(periodStart(day('2026-11-24'), 'year'), day('2026-01-01'));
  assert.equal(addPeriods(day('2026-11-01'), 'month', 3), day('2027-02-01'));
  assert.equal(addPeriods(day('2026-01-01'), 'quarter', -1), day('2025-10-01'));
  assert.equal(addPeriods(day('2024-01-01'), 'year', 1), day('2025-01-01'));
  assert.equal(addPeriods(day('2026-11-23'), 'week', 2), day('2026-12-07'));
});
