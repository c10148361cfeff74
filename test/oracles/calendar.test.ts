import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addPeriods,
  CALENDAR_INTERVALS,
  type CalendarInterval,
  parseDate,
  periodStart,
} from '@tidemark/core';
import { calendarFor } from '@tidemark/runtime';
import { dateOf, dayNumber, periodStart as periodStartOf } from './calendar.ts';
import { DAY, zoneOf } from './zone.ts';

/**
 * Days and periods from 1970 to 2100 against what `Intl` shows, which knows nothing of how they were found: zones with hours of
 * summer time and with half of one, off the hour by 30 and 45 minutes, without some midnights, with others twice, and with
 * days left out.
 */
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'America/Havana',
  'America/Sao_Paulo',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Antarctica/Troll',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Tehran',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Pacific/Kwajalein',
];
const FIRST = dayNumber('1970-01-01');
const END = dayNumber('2101-01-01');
const HOUR = DAY / 24;

/** The date shown at an instant, as text: texts of years with four digits compare as their dates do. */
const shownIn = (timeZone: string): ((instant: number) => string) => {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return (instant) => format.format(instant);
};

for (const zone of ZONES)
  test(`${zone}: each of the 47,847 days starts at the first instant that shows its date`, () => {
    const { startOf, dayOf } = calendarFor(zone);
    const shownAt = shownIn(zone);
    let left = 0;
    for (let day = FIRST; day < END; day++) {
      const [start, end] = [startOf(day), startOf(day + 1)];
      const date = dateOf(day);
      assert.ok(shownAt(start - 1) < date, `before ${date}`);
      if (start === end) {
        left++;
        assert.ok(shownAt(start) > date, `${date} was left out`);
        assert.equal(dayOf(start), day + 1);
        continue;
      }
      assert.equal(shownAt(start), date);
      assert.equal(dayOf(start), day, date);
      assert.equal(dayOf(end - 1), day, date);
      // A clock was set: ask one that looks for the first instant, as the date may be shown twice.
      if (end - start !== DAY) {
        const oracle = zoneOf(zone);
        assert.equal(start, oracle.startOf(day), date);
        assert.equal(end, oracle.startOf(day + 1), date);
      }
    }
    const leftOut = { 'Pacific/Apia': 1, 'Pacific/Kiritimati': 1, 'Pacific/Kwajalein': 1 };
    assert.equal(left, leftOut[zone as keyof typeof leftOut] ?? 0);
  });

test('every day from 1970 to 2100 lies in the period the platform’s dates say, which ends where the next begins', () => {
  for (let day = FIRST; day < END; day++)
    for (const interval of CALENDAR_INTERVALS) {
      const start = periodStart(day, interval);
      assert.equal(start, periodStartOf(day, interval), `${interval} of ${dateOf(day)}`);
      const end = addPeriods(start, interval, 1);
      assert.ok(day < end);
      assert.equal(periodStart(end - 1, interval), start);
      assert.equal(periodStart(end, interval), end);
      assert.equal(addPeriods(end, interval, -1), start);
    }
});

/** Hours of the period that holds a date. */
const hoursOf = (zone: string, date: string, interval: CalendarInterval): number => {
  const { startOf } = calendarFor(zone);
  const start = periodStart(parseDate(date)!, interval);
  return (startOf(addPeriods(start, interval, 1)) - startOf(start)) / HOUR;
};

const LENGTHS: readonly (readonly [zone: string, date: string, interval: CalendarInterval, hours: number])[] =
  [
    ['Europe/Berlin', '2024-03-31', 'day', 23],
    ['Europe/Berlin', '2024-10-27', 'day', 25],
    ['Europe/Berlin', '2024-10-27', 'week', 169],
    ['Europe/Berlin', '2024-03-31', 'month', 743],
    ['Europe/Berlin', '2024-10-27', 'quarter', 92 * 24 + 1],
    ['Europe/Berlin', '2024-10-27', 'year', 366 * 24],
    ['Australia/Lord_Howe', '2024-04-07', 'day', 24.5],
    ['Australia/Lord_Howe', '2024-10-06', 'day', 23.5],
    ['Australia/Lord_Howe', '2024-10-06', 'month', 743.5],
    ['Asia/Kolkata', '2024-02-29', 'month', 29 * 24],
    ['Asia/Kathmandu', '2024-02-29', 'year', 366 * 24],
    // Nepal went from 5:30 to 5:45 ahead.
    ['Asia/Kathmandu', '1986-01-01', 'day', 23.75],
    ['America/Sao_Paulo', '2018-11-04', 'day', 23],
    ['Asia/Beirut', '2022-03-27', 'day', 23],
    ['Asia/Beirut', '2022-10-29', 'day', 25],
    ['Antarctica/Troll', '2024-03-31', 'day', 22],
    ['Pacific/Apia', '2011-12-30', 'day', 0],
    ['Pacific/Apia', '2011-12-30', 'week', 6 * 24],
    ['Pacific/Apia', '2011-12-30', 'month', 30 * 24],
    // Summer time began in September.
    ['Pacific/Apia', '2011-12-30', 'quarter', 91 * 24],
    ['UTC', '2000-02-01', 'month', 29 * 24],
    ['UTC', '2100-02-01', 'month', 28 * 24],
    ['UTC', '2100-12-31', 'year', 365 * 24],
  ];

for (const [zone, date, interval, hours] of LENGTHS)
  test(`${zone}: the ${interval} of ${date} has ${hours} hours`, () => {
    assert.equal(hoursOf(zone, date, interval), hours);
  });

test('midnights that do not exist: the day begins when the clock has been set', () => {
  for (const [zone, date, start] of [
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z'],
    ['Asia/Beirut', '2022-03-27', '2022-03-26T22:00:00.000Z'],
    ['Africa/Cairo', '2024-04-26', '2024-04-25T22:00:00.000Z'],
    ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00:00.000Z'],
  ] as const) {
    const { startOf, dayOf } = calendarFor(zone);
    const day = parseDate(date)!;
    assert.equal(new Date(startOf(day)).toISOString(), start, zone);
    assert.equal(dayOf(startOf(day) - 1), day - (zone === 'Pacific/Apia' ? 2 : 1));
  }
});
