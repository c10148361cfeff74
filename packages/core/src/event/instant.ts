const RFC_3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Years 0 to 9999, what RFC 3339 can write. */
const EARLIEST = -62_167_219_200_000;
const LATEST = 253_402_300_799_999;

/**
 * Epoch milliseconds of an RFC 3339 time with an offset, or of a number that is epoch milliseconds already; null
 * for anything else, impossible dates and leap seconds included. Finer parts are cut, never rounded, so that an event
 * cannot move into the next day.
 */
export const parseInstant = (value: unknown): number | null => {
  const instant =
    typeof value === 'number' ? Math.floor(value) : typeof value === 'string' ? fromText(value) : Number.NaN;
  // The sum turns −0 into 0, which JSON cannot tell apart.
  return instant >= EARLIEST && instant <= LATEST ? instant + 0 : null;
};

const fromText = (text: string): number => {
  const match = RFC_3339.exec(text);
  if (match === null) return Number.NaN;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const offsetHour = Number(match[9] ?? 0);
  const offsetMinute = Number(match[10] ?? 0);
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return Number.NaN;
  if (hour > 23 || minute > 59 || second > 59 || offsetHour > 23 || offsetMinute > 59) return Number.NaN;
  const milliseconds = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const offset = (offsetHour * 60 + offsetMinute) * (match[8] === '-' ? -1 : 1);
  return (
    ((daysFromEpoch(year, month, day) * 24 + hour) * 60 + minute - offset) * 60_000 +
    second * 1000 +
    milliseconds
  );
};

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const daysInMonth = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : MONTH_DAYS[month - 1]!;

/** Days from 1970-01-01 in the Gregorian calendar, counted in years that begin on 1 March so that leap days come last. */
const daysFromEpoch = (year: number, month: number, day: number): number => {
  const marchYear = month <= 2 ? year - 1 : year;
  const monthsSinceMarch = (month + 9) % 12;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return marchYear * 365 + leapDays + Math.floor((153 * monthsSinceMarch + 2) / 5) + day - 719_469;
};
