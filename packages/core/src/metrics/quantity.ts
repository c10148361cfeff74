import { divideHalfEven } from '../money/monthly.ts';

/** An exact rational number; `denominator` is positive. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const whole = (value: bigint): Fraction => ({ numerator: value, denominator: 1n });

/** A number as it is written: 0.8 is exactly 8/10. */
export const fromDecimal = (value: number): Fraction => {
  const [digits, exponent = '0'] = String(value).split('e') as [string, string?];
  const [whole, decimals = ''] = digits.split('.') as [string, string?];
  const power = Number(exponent) - decimals.length;
  const unscaled = BigInt(whole + decimals);
  return power < 0
    ? { numerator: unscaled, denominator: 10n ** BigInt(-power) }
    : { numerator: unscaled * 10n ** BigInt(power), denominator: 1n };
};

/** null where the denominator is 0: such a metric has no value (contract §2). */
export const ratio = (numerator: bigint, denominator: bigint): Fraction | null => {
  if (denominator === 0n) return null;
  return denominator < 0n ? { numerator: -numerator, denominator: -denominator } : { numerator, denominator };
};

/** Decimal text with at most `places` decimals, rounded half to even, no trailing zeros: exact for any size. */
export const toDecimal = ({ numerator, denominator }: Fraction, places: number): string => {
  const scaled = divideHalfEven(numerator * 10n ** BigInt(places), denominator);
  const sign = scaled < 0n ? '-' : '';
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(places + 1, '0');
  const point = digits.length - places;
  const decimals = digits.slice(point).replace(/0+$/, '');
  return `${sign}${digits.slice(0, point)}${decimals === '' ? '' : `.${decimals}`}`;
};

/** Below all that overflows to Infinity as a double. */
const LARGE = 2n ** 1000n;

/** The nearest double, where both parts are below 2^53. Longer parts are cut to 53 bits first, which moves the result by less than 2^-52 of it. */
export const toDouble = ({ numerator, denominator }: Fraction): number => {
  let n = numerator < 0n ? -numerator : numerator;
  let d = denominator;
  // Number(bigint) rounds correctly, so only an overflow has to be avoided.
  while (n > LARGE || d > LARGE) {
    n >>= 64n;
    d >>= 64n;
  }
  const value = Number(n) / Number(d);
  return numerator < 0n ? -value : value;
};
