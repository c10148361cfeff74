import type { Books } from './books.ts';
import { ordersOf, revenueOf } from './buying.ts';
import { type Fraction, fraction, over } from './fraction.ts';
import type { Span } from './span.ts';
import { compareIds } from './standing.ts';

/** The part of revenue that the fifth of the buyers of a span with the highest revenue brought; ties by customer id. */
export const highValueShare = ({ customers }: Books, span: Span): Fraction | null => {
  const all = customers.map((customer) => ({
    id: customer.standing.customer,
    revenue: revenueOf(customer, span),
    buys: ordersOf(customer, span).length > 0,
  }));
  const sum = (some: typeof all) => some.reduce((total, { revenue }) => total + revenue, 0n);
  const ranked = all
    .filter(({ buys }) => buys)
    .toSorted((a, b) => (a.revenue === b.revenue ? compareIds(a.id, b.id) : a.revenue > b.revenue ? -1 : 1));
  const best = ranked.slice(0, Math.floor(ranked.length / 5));
  return over(fraction(sum(best)), fraction(sum(all)));
};

/**
 * How many more customers are at or above the threshold at the end than at the start, by MRR. Without a setting the threshold is
 * the MRR at the start that, of the customers with any, at least 80 % do not exceed.
 */
export const highValueGrowth = ({ customers, settings }: Books, span: Span): Fraction | null => {
  const start = customers.map(({ worthBefore }) => worthBefore(span.start));
  const end = customers.map(({ worthBefore }) => worthBefore(span.end));
  const paying = start.filter((worth) => worth > 0n).toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const set = settings.high_value_threshold;
  const threshold = set === null ? paying[Math.ceil((paying.length * 8) / 10) - 1] : BigInt(set) * 1000n;
  if (threshold === undefined) return null;
  const count = (worths: readonly bigint[]) =>
    worths.filter((worth) => worth > 0n && worth >= threshold).length;
  return fraction(count(end) - count(start));
};
