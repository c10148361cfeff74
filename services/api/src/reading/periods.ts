import { addPeriods, type CalendarInterval, periodStart } from '@tidemark/core';
import type { TenantView } from '../context.ts';
import type { Moment } from '../parameters.ts';
import { Problem } from '../problem.ts';

const HOUR = 3_600_000;
const MOST_POINTS = 4_000;

export type Interval = CalendarInterval | 'hour';
export const INTERVALS = ['hour', 'day', 'week', 'month', 'quarter', 'year'] as const;

/** How many periods an answer has where `from` is not given. */
const USUAL: Readonly<Record<Interval, number>> = {
  hour: 24,
  day: 30,
  week: 13,
  month: 13,
  quarter: 8,
  year: 5,
};

/** A calendar period, whole, and the moment up to which it is computed. */
export interface CalendarPeriod {
  readonly start: number;
  readonly end: number;
  /** The end, or that of today where the period is not over. */
  readonly until: number;
  readonly complete: boolean;
  /** Last day that is computed. */
  readonly lastDay: number;
  /** How many whole days are computed; null for an hour. */
  readonly days: number | null;
}

export const instantOf = ({ calendar }: TenantView, moment: Moment): number =>
  'day' in moment ? calendar.startOf(moment.day) : moment.instant;

/** Every calendar period that meets `[from, to)` and has begun. */
export const calendarPeriods = (
  view: TenantView,
  interval: Interval,
  from: Moment | null,
  to: Moment | null,
): readonly CalendarPeriod[] => {
  const { calendar, today, now } = view;
  const endOfToday = calendar.startOf(today + 1);
  const last = to === null ? endOfToday : instantOf(view, to);
  if (interval === 'hour')
    return hours(view, from === null ? last - USUAL.hour * HOUR : instantOf(view, from), last);
  const newest = periodStart(Math.min(calendar.dayOf(last - 1), today), interval);
  const first =
    from === null ? addPeriods(newest, interval, 1 - USUAL[interval]) : calendar.dayOf(instantOf(view, from));
  const periods: CalendarPeriod[] = [];
  for (let day = periodStart(first, interval); day <= today && calendar.startOf(day) < last; ) {
    const next = addPeriods(day, interval, 1);
    const end = calendar.startOf(next);
    periods.push({
      start: calendar.startOf(day),
      end,
      until: Math.min(end, endOfToday),
      complete: end <= now,
      lastDay: Math.min(next - 1, today),
      days: Math.min(next, today + 1) - day,
    });
    if (periods.length > MOST_POINTS) throw tooMany();
    day = next;
  }
  return periods;
};

/** Hours count from the start of their day, so that they fit days in zones of half hours. */
const hours = ({ calendar, now }: TenantView, from: number, to: number): readonly CalendarPeriod[] => {
  const periods: CalendarPeriod[] = [];
  const dayStart = calendar.startOf(calendar.dayOf(from));
  for (let start = dayStart + Math.floor((from - dayStart) / HOUR) * HOUR; start < to && start <= now; ) {
    const day = calendar.dayOf(start);
    const end = Math.min(start + HOUR, calendar.startOf(day + 1));
    periods.push({ start, end, until: end, complete: end <= now, lastDay: day, days: null });
    if (periods.length > MOST_POINTS) throw tooMany();
    start = end;
  }
  return periods;
};

const tooMany = (): Problem =>
  new Problem(
    400,
    `from, to: expected at most ${MOST_POINTS} periods; ask for a longer interval or a shorter time`,
    {
      parameter: 'from',
    },
  );
