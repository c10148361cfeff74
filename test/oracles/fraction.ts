/** An exact rational number in lowest terms; the denominator is positive. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const greatestCommonDivisor = (a: bigint, b: bigint): bigint => {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
};

export const fraction = (numerator: bigint | number, denominator: bigint | number = 1n): Fraction => {
  const [n, d] = [BigInt(numerator), BigInt(denominator)];
  if (d === 0n) throw new RangeError('a fraction with denominator 0');
  const divisor = greatestCommonDivisor(n, d) * (d < 0n ? -1n : 1n);
  return { numerator: n / divisor, denominator: d / divisor };
};

export const plus = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
export const negative = (a: Fraction): Fraction => fraction(-a.numerator, a.denominator);
export const minus = (a: Fraction, b: Fraction): Fraction => plus(a, negative(b));
export const times = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.numerator * b.numerator, a.denominator * b.denominator);

/** null where the divisor is 0: a ratio without a denominator has no value. */
export const over = (a: Fraction, b: Fraction): Fraction | null =>
  b.numerator === 0n ? null : fraction(a.numerator * b.denominator, a.denominator * b.numerator);

/** The nearest integer; a tie goes to the even one. */
export const roundHalfEven = ({ numerator, denominator }: Fraction): bigint => {
  const remainder = ((numerator % denominator) + denominator) % denominator;
  const below = (numerator - remainder) / denominator;
  if (remainder * 2n < denominator) return below;
  if (remainder * 2n > denominator) return below + 1n;
  return below % 2n === 0n ? below : below + 1n;
};

/** Of a number as it is written in JSON: 0.8 is exactly 8/10. */
export const fromDecimal = (text: string): Fraction => {
  const [digits = '0', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '0', decimals = ''] = digits.split('.');
  const unscaled = fraction(BigInt(whole + decimals), 10n ** BigInt(decimals.length));
  const power = Number(exponent);
  return power < 0
    ? times(unscaled, fraction(1n, 10n ** BigInt(-power)))
    : times(unscaled, fraction(10n ** BigInt(power)));
};

/** For messages and for comparing with doubles; whole numbers are exact. */
export const toNumber = ({ numerator, denominator }: Fraction): number => {
  const digits = 10n ** 30n;
  const rest = ((numerator % denominator) * digits) / denominator;
  return Number(numerator / denominator) + Number(rest) / 1e30;
};
