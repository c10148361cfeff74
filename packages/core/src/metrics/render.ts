import type { MetricValue, Unit } from './metric.ts';
import { type Fraction, toDecimal, toDouble } from './quantity.ts';

/** JSON number texts, or null where the contract says null. Money and counts are exact for any size; the others are doubles. */
export interface RenderedValue {
  readonly value: string | null;
  readonly numerator: string | null;
  readonly denominator: string | null;
}

const PARTS_DECIMALS = 3;

const part = (fraction: Fraction | null): string | null => fraction && toDecimal(fraction, PARTS_DECIMALS);

const valueText = (unit: Unit, value: Fraction, root: boolean): string => {
  if (root) return String(Math.sqrt(toDouble(value)));
  switch (unit) {
    case 'count':
    case 'money':
      return toDecimal(value, PARTS_DECIMALS);
    case 'ratio':
    case 'points':
    case 'score':
    case 'days':
      return String(toDouble(value));
  }
};

export const renderValue = (
  unit: Unit,
  { value, numerator, denominator, root }: MetricValue,
): RenderedValue => ({
  value: value && valueText(unit, value, root === true),
  numerator: part(numerator),
  denominator: part(denominator),
});
