import { type MetricValue, toDouble, type Unit } from '@tidemark/core';

/** Numbers as people read them, for the texts of messages. */
export const amountText = (minorUnits: number, currency: string | null): string => {
  if (currency === null) return new Intl.NumberFormat('en').format(minorUnits);
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(minorUnits / 10 ** digits);
};

const LONGEST_REASON = 60;

/** A reason as producers write them, in words: `payment_failed`. Some write whole sentences. */
export const reasonText = (reason: string): string => {
  const words = reason.replaceAll('_', ' ').replace(/\s+/g, ' ').trim();
  return words.length > LONGEST_REASON ? `${words.slice(0, LONGEST_REASON - 1)}…` : words;
};

const number = (value: number, digits: number): string =>
  new Intl.NumberFormat('en', { maximumFractionDigits: digits }).format(value);

export const valueText = (value: number, unit: Unit, currency: string | null): string => {
  switch (unit) {
    case 'ratio':
      return `${number(value * 100, 2)} %`;
    case 'money':
      return amountText(value, currency);
    case 'days':
      return `${number(value, 1)} days`;
    case 'count':
      return number(value, 0);
    case 'points':
    case 'score':
      return number(value, 1);
  }
};

export const fractionText = ({ value, root }: MetricValue, unit: Unit, currency: string | null): string => {
  if (value === null) return 'without a value';
  const number = toDouble(value);
  return valueText(root === true ? Math.sqrt(number) : number, unit, currency);
};

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

/** The largest two units of a duration: `1 h 5 m`. */
export const durationText = (milliseconds: number): string => {
  let rest = milliseconds;
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${unit}`);
  }
  return parts.slice(0, 2).join(' ') || '0 s';
};
