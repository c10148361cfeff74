import { digitsOf, type Kind } from './numbers.ts';

/** What doubles add to a number of at most so many digits is no part of it. */
const DIGITS = 12;
const tidy = (value: number): number => Number(value.toPrecision(DIGITS));

const factorOf = (kind: Kind, currency: string | null): number => {
  if (kind === 'ratio') return 100;
  return kind === 'money' && currency !== null ? 1 / 10 ** digitsOf(currency) : 1;
};

/** A value of the API in the unit in which people write it: per cent, whole money. */
export const toPeople = (kind: Kind, value: number, currency: string | null): string =>
  String(tidy(value * factorOf(kind, currency)));

/** The other way; null where the text is no number. */
export const fromPeople = (kind: Kind, text: string, currency: string | null): number | null => {
  const value = Number(text.trim().replace(',', '.').replace('−', '-').replace(/%$/, ''));
  return Number.isFinite(value) ? tidy(value / factorOf(kind, currency)) : null;
};

export const unitText = (kind: Kind, currency: string | null): string =>
  ({ ratio: '%', money: currency ?? '', factor: '×', points: 'points', score: '', count: '', days: 'days' })[
    kind
  ];
