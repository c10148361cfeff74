import type { AlertReading } from '@tidemark/core';
import { type Fraction, type MetricValue, ratio } from '@tidemark/core';

const minus = (a: Fraction, b: Fraction): Fraction => ({
  numerator: a.numerator * b.denominator - b.numerator * a.denominator,
  denominator: a.denominator * b.denominator,
});

const over = (a: Fraction, b: Fraction): Fraction | null => {
  const size = b.numerator < 0n ? -b.numerator : b.numerator;
  return ratio(a.numerator * b.denominator, a.denominator * size);
};

/** A value as a rule judges it. */
export const readingOf = (value: MetricValue, standard_error: number | null): AlertReading => ({
  value: value.value,
  numerator: value.numerator,
  denominator: value.denominator,
  root: value.root === true,
  standard_error,
});

/** What changed from one window to the next: the difference, or its share of what was. Null where either has no value. */
export const changeReading = (
  now: MetricValue,
  before: MetricValue,
  kind: 'absolute' | 'relative',
): AlertReading => {
  const difference = now.value === null || before.value === null ? null : minus(now.value, before.value);
  const value = difference === null || kind === 'absolute' ? difference : over(difference, before.value!);
  return {
    value: now.root === true ? null : value,
    numerator: now.numerator,
    denominator: now.denominator,
    root: false,
    standard_error: null,
  };
};
