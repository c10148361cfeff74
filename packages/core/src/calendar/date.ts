/** Dates of the Gregorian calendar as day numbers: day 0 is 1970-01-01. Pure integer arithmetic, for any year. */
export interface CivilDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

/** 400 Gregorian years are always so many days. */
const DAYS_OF_400_YEARS = 146_097;
/** Days from 0000-03-01, where the count below begins, to 1970-01-01. */
const EPOCH = 719_468;

/** Counts in years that begin in March, so that the leap day is the last of its year. */
export const dayOfDate = ({ year, month, day }: CivilDate): number => {
  const marchYear = month <= 2 ? year - 1 : year;
  const cycle = Math.floor(marchYear / 400);
  const yearOfCycle = marchYear - cycle * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfCycle =
    yearOfCycle * 365 + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100) + dayOfYear;
  return cycle * DAYS_OF_400_YEARS + dayOfCycle - EPOCH;
};

export const dateOfDay = (day: number): CivilDate => {
  const shifted = day + EPOCH;
  const cycle = Math.floor(shifted / DAYS_OF_400_YEARS);
  const dayOfCycle = shifted - cycle * DAYS_OF_400_YEARS;
  const yearOfCycle = Math.floor(
    (dayOfCycle -
      Math.floor(dayOfCycle / 1460) +
      Math.floor(dayOfCycle / 36_524) -
      Math.floor(dayOfCycle / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfCycle - (365 * yearOfCycle + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100));
  const march = Math.floor((5 * dayOfYear + 2) / 153);
  const month = march < 10 ? march + 3 : march - 9;
  return {
    year: yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * march + 2) / 5) + 1,
  };
};

/** A day number from text such as 2026-01-31; null where there is no such date. */
export const parseDate = (text: string): number | null => {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return null;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const number = dayOfDate({ year, month, day });
  // A month or a day of it that does not exist counts on into another month.
  return dateOfDay(number).month === month ? number : null;
};
