import { dateOfDay, dayOfDate } from './date.ts';

/** Lengths of calendar periods. A week is an ISO week: it begins on Monday. */
export const CALENDAR_INTERVALS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type CalendarInterval = (typeof CALENDAR_INTERVALS)[number];

const MONTHS: Partial<Record<CalendarInterval, number>> = { month: 1, quarter: 3, year: 12 };

/** 1970-01-01 was a Thursday: three days into its week. */
const startOfWeek = (day: number): number => day - ((((day + 3) % 7) + 7) % 7);

const startOfMonths = (day: number, months: number): number => {
  const { year, month } = dateOfDay(day);
  return dayOfDate({ year, month: month - ((month - 1) % months), day: 1 });
};

/** First day of the period that holds `day`. */
export const periodStart = (day: number, interval: CalendarInterval): number => {
  if (interval === 'day') return day;
  if (interval === 'week') return startOfWeek(day);
  return startOfMonths(day, MONTHS[interval]!);
};

/** First day of the period `count` periods after the one that begins on `start`; `count` may be negative. */
export const addPeriods = (start: number, interval: CalendarInterval, count: number): number => {
  if (interval === 'day') return start + count;
  if (interval === 'week') return start + 7 * count;
  const { year, month } = dateOfDay(start);
  const months = year * 12 + (month - 1) + count * MONTHS[interval]!;
  return dayOfDate({ year: Math.floor(months / 12), month: (((months % 12) + 12) % 12) + 1, day: 1 });
};
