import { zoneOf } from './zone.ts';

/** `[start, end)` in instants. A window of `all` has no start. `days`: how many it is long, null for `all`. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly days: number | null;
}

/** The days `[first, after)` of a zone. */
export const daysSpan = (first: number, after: number, timeZone: string): Span => {
  const { startOf } = zoneOf(timeZone);
  return { start: startOf(first), end: startOf(after), days: after - first };
};

/** The last `length` days up to and with `day`. */
export const windowSpan = (day: number, length: number | 'all', timeZone: string): Span => {
  const { startOf } = zoneOf(timeZone);
  if (length === 'all') return { start: -Infinity, end: startOf(day + 1), days: null };
  return daysSpan(day + 1 - length, day + 1, timeZone);
};

export const within = (instant: number, { start, end }: Span): boolean => instant >= start && instant < end;
