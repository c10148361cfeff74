const DAY = 86_400_000;

/** Times of the API are written in the tenant's zone already; reading them anew would move them into the browser's. */
export const dateOf = (time: string): string => time.slice(0, 10);
export const clockOf = (time: string): string => time.slice(11, 19);

/** A date, some days on. */
export const shiftDate = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

/** The first day of a month, some months on. */
export const shiftMonth = (date: string, months: number): string => {
  const moved = new Date(`${date.slice(0, 7)}-01T00:00:00Z`);
  moved.setUTCMonth(moved.getUTCMonth() + months);
  return moved.toISOString().slice(0, 10);
};

export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${dateOf(to)}T00:00:00Z`) - Date.parse(`${dateOf(from)}T00:00:00Z`)) / DAY);

const DAY_AND_MONTH: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' };

export const dateText = (date: string, options: Intl.DateTimeFormatOptions = DAY_AND_MONTH): string =>
  new Intl.DateTimeFormat(undefined, { timeZone: 'UTC', ...options }).format(
    Date.parse(`${dateOf(date)}T00:00:00Z`),
  );

export const fullDate = (date: string): string =>
  dateText(date, { day: 'numeric', month: 'short', year: 'numeric' });

/** A day; its year only where it is not the one we are in. */
export const dayText = (date: string, today: string): string =>
  date.slice(0, 4) === today.slice(0, 4) ? dateText(date) : fullDate(date);

/** A time of today by its clock, another by its day too. */
export const momentText = (time: string, today: string): string =>
  dateOf(time) === today ? clockOf(time) : `${dayText(time, today)}, ${clockOf(time).slice(0, 5)}`;

/** An instant in whatever zone, in the tenant's. */
export const clockIn = (instant: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).format(Date.parse(instant));

export type Interval = 'day' | 'week' | 'month' | 'quarter' | 'year';
export const INTERVALS: readonly Interval[] = ['day', 'week', 'month', 'quarter', 'year'];

/** A calendar period by its first day. */
export const periodText = (start: string, interval: Interval): string => {
  if (interval === 'month') return dateText(start, { month: 'short', year: 'numeric' });
  if (interval === 'quarter')
    return `Q${Math.floor((Number(start.slice(5, 7)) - 1) / 3) + 1} ${start.slice(0, 4)}`;
  if (interval === 'year') return start.slice(0, 4);
  return fullDate(start);
};

/** The same on an axis, where there is little room. */
export const periodLabel = (start: string, interval: Interval): string => {
  if (interval === 'month') return dateText(start, { month: 'short' });
  if (interval === 'quarter') return periodText(start, interval);
  if (interval === 'year') return start.slice(0, 4);
  return dateText(start);
};

/** An instant in whatever zone, in the tenant's: its clock, before today its day too. */
export const instantText = (instant: string, timeZone: string): string => {
  const day = (moment: number) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(moment);
  const date = day(Date.parse(instant));
  return date === day(Date.now())
    ? clockIn(instant, timeZone)
    : `${fullDate(date)}, ${clockIn(instant, timeZone)}`;
};
