import { type Calendar, calendarFromStarts, UTC } from '@tidemark/core';
import { Temporal } from 'temporal-polyfill';

const FIRST_YEAR = 1970;
const END_YEAR = 2101;
const DAY = 86_400_000;

const cache = new Map<string, Calendar>([['UTC', UTC]]);

/** Whether the text is an IANA time zone this machine knows. Offsets such as `+02:00` are none: they have no calendar of their own. */
export const isTimeZone = (zone: string): boolean => {
  if (/^[+-]/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
};

/**
 * The calendar of a time zone, 1970 to 2100. Throws RangeError on an unknown zone.
 * Walks from one transition to the next, as days between two of them are all 24 hours.
 */
export const calendarFor = (zone: string): Calendar => {
  const known = cache.get(zone);
  if (known !== undefined) return known;
  const calendar = calendarFromStarts(zone, 0, dayStarts(zone));
  cache.set(zone, calendar);
  return calendar;
};

const startOfDate = (zone: string, day: number): number =>
  new Temporal.PlainDate(FIRST_YEAR, 1, 1).add({ days: day }).toZonedDateTime(zone).startOfDay()
    .epochMilliseconds;

const dayStarts = (zone: string): Float64Array => {
  const count = new Temporal.PlainDate(FIRST_YEAR, 1, 1).until(new Temporal.PlainDate(END_YEAR, 1, 1)).days;
  const starts = new Float64Array(count);
  let day = 0;
  while (day < count) {
    const start = startOfDate(zone, day);
    starts[day++] = start;
    const transition = Temporal.Instant.fromEpochMilliseconds(start)
      .toZonedDateTimeISO(zone)
      .getTimeZoneTransition('next');
    const until = transition === null ? Infinity : transition.epochMilliseconds;
    // Up to the transition each day starts 24 hours after the one before; the days around it are asked for one by one.
    for (let next = start + DAY; day < count && next < until - DAY; next += DAY) starts[day++] = next;
    for (let around = 0; around < 3 && day < count; around++, day++) starts[day] = startOfDate(zone, day);
  }
  return starts;
};
