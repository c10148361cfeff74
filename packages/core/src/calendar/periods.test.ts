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
  for (const text of ['2023-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '2026-04-31', '2026-04-00', ''])
    assert.equal(parseDate(text), null, text);
  for (const around of ['12024-02-29', '2024-02-291', ' 2024-02-29', '2024-02-29T00:00'])
    assert.equal(parseDate(around), null, around);
  for (let month = 0; month < 100; month++)
    for (let day = 0; day < 100; day++) {
      const text = `2024-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
      const exists = new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) ?? false;
      assert.equal(parseDate(text) !== null, exists, text);
    }
});

test('a day is a period of its own', () => {
  assert.equal(periodStart(day('2026-11-24'), 'day'), day('2026-11-24'));
  assert.equal(addPeriods(day('2026-11-24'), 'day', 3), day('2026-11-27'));
  assert.equal(addPeriods(day('2026-11-24'), 'day', -24), day('2026-10-31'));
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
