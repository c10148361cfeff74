export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const dayOf = (instant: number): number => Math.floor(instant / DAY);

/** The same UTC time `months` later, on the month's last day where that day does not exist. Count from the first date, or the day drifts. */
export const addMonths = (instant: number, months: number): number => {
  const date = new Date(instant);
  const month = date.getUTCMonth() + months;
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const first = Date.UTC(date.getUTCFullYear(), month, 1);
  return first + (Math.min(date.getUTCDate(), lastDay) - 1) * DAY + (instant - dayOf(instant) * DAY);
};

export const startOfMonth = (instant: number): number => {
  const date = new Date(instant);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
};

/** `2026-11-24` */
export const isoDate = (instant: number): string => new Date(instant).toISOString().slice(0, 10);
