import { DAY } from './zone.ts';

export type Period = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** The number of a date such as `2018-09-01`. */
export const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY;
export const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

const firstOfMonth = (year: number, month: number): number => Date.UTC(year, month, 1) / DAY;

/** The first day of the calendar period that contains a day. Weeks begin on Monday. */
export const periodStart = (day: number, period: Period): number => {
  const date = new Date(day * DAY);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  switch (period) {
    case 'day':
      return day;
    case 'week':
      return day - ((date.getUTCDay() + 6) % 7);
    case 'month':
      return firstOfMonth(year, month);
    case 'quarter':
      return firstOfMonth(year, month - (month % 3));
    case 'year':
      return firstOfMonth(year, 0);
  }
};

const LONGEST = { day: 1, week: 7, month: 31, quarter: 92, year: 366 };

export interface Days {
  readonly start: number;
  readonly end: number;
}

/** Every calendar period that meets `[from, to)`, whole, as day numbers `[start, end)`. */
export const periodsOf = (from: number, to: number, period: Period): readonly Days[] => {
  const periods: Days[] = [];
  for (let start = periodStart(from, period); start < to; ) {
    const end = periodStart(start + LONGEST[period], period);
    periods.push({ start, end });
    start = end;
  }
  return periods;
};
