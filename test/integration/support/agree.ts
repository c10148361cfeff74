import { type Fraction, fraction, minus, times, toNumber } from '../../oracles/fraction.ts';

export type Unit = 'count' | 'money' | 'ratio' | 'points' | (string & {});

const size = ({ numerator, denominator }: Fraction): Fraction =>
  fraction(numerator < 0n ? -numerator : numerator, denominator);
const atMost = (a: Fraction, b: Fraction): boolean =>
  a.numerator * b.denominator <= b.numerator * a.denominator;

/** Money has at most three decimals, so it may be half of the last one off. */
const HALF_OF_LAST = fraction(1, 2_000);
/** Ratios and points are doubles. */
const DOUBLE = fraction(1n, 2n ** 51n);

/** Whether a number of the API is the exact value of the oracle, as near as its unit can tell it. `squared`: the oracle's square is given. */
export const agrees = (
  unit: Unit,
  shown: Fraction | null,
  exact: Fraction | null,
  squared = false,
): boolean => {
  if (shown === null || exact === null) return shown === exact;
  const value = squared ? times(shown, shown) : shown;
  const error = size(minus(value, exact));
  if (unit === 'money') return atMost(error, HALF_OF_LAST);
  if (unit === 'count') return error.numerator === 0n;
  return atMost(error, times(size(exact), squared ? times(DOUBLE, fraction(4)) : DOUBLE));
};

export const shown = (value: Fraction | null | undefined): string =>
  value === null || value === undefined
    ? String(value)
    : `${value.numerator}/${value.denominator} (${toNumber(value)})`;
