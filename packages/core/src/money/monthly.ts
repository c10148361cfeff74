import type { Interval } from '../event/event.ts';

/** Months in one interval, as numerator and denominator: a week is 12/52 and a day 12/365 of a month (contract §1). */
const MONTHS: Record<Interval, readonly [bigint, bigint]> = {
  day: [12n, 365n],
  week: [12n, 52n],
  month: [1n, 1n],
  quarter: [3n, 1n],
  year: [12n, 1n],
};

/** Quotient of two integers, rounded half to even. `divisor` must be positive. */
export const divideHalfEven = (dividend: bigint, divisor: bigint): bigint => {
  const negative = dividend < 0n;
  const magnitude = negative ? -dividend : dividend;
  const quotient = magnitude / divisor;
  const twice = (magnitude % divisor) * 2n;
  const up = twice > divisor || (twice === divisor && quotient % 2n === 1n);
  const rounded = up ? quotient + 1n : quotient;
  return negative ? -rounded : rounded;
};

/**
 * MRR of a subscription in thousandths of a minor unit: amount ÷ months of the interval ÷ interval_count.
 * The only rounding money ever sees before it is shown; sums are exact from here on.
 */
export const monthlyThousandths = (amount: number, interval: Interval, intervalCount: number): bigint => {
  const [months, perMonths] = MONTHS[interval];
  return divideHalfEven(BigInt(amount) * 1000n * perMonths, months * BigInt(intervalCount));
};
