import { type Fraction, fromDecimal, toDouble } from '../metrics/quantity.ts';
import { milliseconds, type Watch } from './rule.ts';

/** A value as a rule reads it, at one moment. */
export interface AlertReading {
  readonly value: Fraction | null;
  readonly numerator: Fraction | null;
  readonly denominator: Fraction | null;
  /** The value is the square root of the fraction. */
  readonly root: boolean;
  /** Of the value, in its unit, where the metric is one of points; null elsewhere. */
  readonly standard_error: number | null;
}

/** `between`: no longer past the threshold and not yet back at where a firing ends. */
export type Judgement = 'past' | 'between' | 'clear' | 'insufficient';

/** Standard normal quantiles of two-sided intervals. */
export const CONFIDENCES: Readonly<Record<string, number>> = {
  '0.8': 1.2815515655446004,
  '0.9': 1.6448536269514722,
  '0.95': 1.959963984540054,
  '0.99': 2.5758293035489004,
};

const compare = (a: Fraction, b: Fraction): number => {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
};

/** Exact, as the value is: 7 of 100 are not above 0.07. */
const compareTo = ({ value, root }: AlertReading, decimal: number): number => {
  if (!root) return compare(value!, fromDecimal(decimal));
  if (decimal < 0) return 1;
  const { numerator, denominator } = fromDecimal(decimal);
  return compare(value!, { numerator: numerator ** 2n, denominator: denominator ** 2n });
};

/** Wilson's interval of a share, standard error of points; null where neither is known. */
const interval = (reading: AlertReading, z: number): readonly [number, number] | null => {
  const { value, numerator, denominator, standard_error } = reading;
  if (standard_error !== null) {
    const middle = toDouble(value!);
    return [middle - z * standard_error, middle + z * standard_error];
  }
  if (numerator === null || denominator === null) return null;
  const n = toDouble(denominator);
  const p = toDouble(numerator) / n;
  const middle = (p + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const half = (z / (1 + z ** 2 / n)) * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2));
  return [middle - half, middle + half];
};

const isPast = (watch: Extract<Watch, { kind: 'metric' }>, reading: AlertReading): boolean => {
  const side = watch.direction === 'above' ? 1 : -1;
  if (compareTo(reading, watch.threshold) !== side) return false;
  if (watch.confidence === null) return true;
  const bounds = interval(reading, CONFIDENCES[String(watch.confidence)]!);
  if (bounds === null) return true;
  return side === 1 ? bounds[0] > watch.threshold : bounds[1] < watch.threshold;
};

/** What a value says of a rule. For silence the value is how long nothing has come, in milliseconds. */
export const judge = (watch: Watch, reading: AlertReading): Judgement => {
  const { value, denominator } = reading;
  if (value === null) return 'insufficient';
  if (watch.kind === 'silence')
    return compare(value, fromDecimal(milliseconds(watch.after))) >= 0 ? 'past' : 'clear';
  if (denominator !== null && compare(denominator, fromDecimal(watch.min_denominator)) < 0)
    return 'insufficient';
  if (isPast(watch, reading)) return 'past';
  return compareTo(reading, watch.clear) === (watch.direction === 'above' ? 1 : -1) ? 'between' : 'clear';
};
