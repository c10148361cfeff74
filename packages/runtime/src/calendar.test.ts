import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calendarFor, isTimeZone } from './calendar.ts';

const DAY = 86_400_000;

/** The date shown by the platform's own time-zone code, as a day number. */
const shownDay = (zone: string): ((instant: number) => number) => {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return (instant) => Date.parse(`${format.format(instant)}T00:00:00Z`) / DAY;
};

const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Africa/Cairo',
  'America/Havana',
  'Pacific/Kiritimati',
  'Asia/Tehran',
  'UTC',
];

for (const zone of ZONES) {
  test(`${zone}: every day starts at its first instant, as the platform shows it`, () => {
    const calendar = calendarFor(zone);
    const dayAt = shownDay(zone);
    for (let day = 1; day < 47_000; day += 1 + (day % 7 === 0 ? 6 : 0)) {
      const start = calendar.startOf(day);
      assert.ok(start <= calendar.startOf(day + 1));
      if (start === calendar.startOf(day + 1)) continue;
      if (day % 3 === 0) {
        assert.equal(dayAt(start), day, `start of day ${day}`);
        assert.equal(dayAt(start - 1) < day, true, `just before day ${day}`);
      }
      assert.equal(calendar.dayOf(start), day);
      assert.equal(calendar.dayOf(calendar.startOf(day + 1) - 1), day);
    }
  });
}

test('the day Samoa left out starts where the next one does', () => {
  const calendar = calendarFor('Pacific/Apia');
  const skipped = Date.UTC(2011, 11, 30) / DAY;
  assert.equal(calendar.startOf(skipped), calendar.startOf(skipped + 1));
  assert.equal(calendar.dayOf(calendar.startOf(skipped)), skipped + 1);
});

test('zones are IANA names', () => {
  assert.equal(isTimeZone('Europe/Berlin'), true);
  assert.equal(isTimeZone('Europe/Atlantis'), false);
  assert.equal(isTimeZone('+02:00'), false);
});
