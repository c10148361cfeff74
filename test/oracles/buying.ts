import type { Books, Customer } from './books.ts';
import type { Purchase } from './events.ts';
import { type Fraction, fraction, over } from './fraction.ts';
import { type Span, within } from './span.ts';
import { zoneOf } from './zone.ts';

const chargedBy = (purchase: Purchase): bigint => BigInt(purchase.charged ?? purchase.amount);

/** A trial or a scheduled change, a purchase with a subscription that charged nothing, counts as no purchase. */
const isOrder = (purchase: Purchase): boolean =>
  purchase.subscription === undefined || chargedBy(purchase) > 0n;

export const ordersOf = ({ standing }: Customer, span: Span): readonly Purchase[] =>
  standing.purchases.filter((purchase) => isOrder(purchase) && within(purchase.time, span));

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);

/** Charged by purchases less returned, in minor units. */
export const revenueOf = ({ standing }: Customer, span: Span): bigint =>
  sum(standing.purchases.filter(({ time }) => within(time, span)).map(chargedBy)) -
  sum(standing.returns.filter(({ time }) => within(time, span)).map(({ amount }) => BigInt(amount)));

/** Charged by purchases without a subscription less what was returned of their orders. */
const nonRecurringOf = ({ standing }: Customer, span: Span): bigint => {
  const single = standing.purchases.filter(({ subscription }) => subscription === undefined);
  const returned = standing.returns.filter((back) => single.some(({ order }) => order === back.order));
  return (
    sum(single.filter(({ time }) => within(time, span)).map(chargedBy)) -
    sum(returned.filter(({ time }) => within(time, span)).map(({ amount }) => BigInt(amount)))
  );
};

/** Days from each day of purchase to the next one, where that next one lies in the span. */
const gapsOf = ({ standing }: Customer, span: Span, timeZone: string): readonly number[] => {
  const { dayOf, startOf } = zoneOf(timeZone);
  const days = [...new Set(standing.purchases.filter(isOrder).map(({ time }) => dayOf(time)))];
  const ascending = days.toSorted((a, b) => a - b);
  return ascending.flatMap((day, index) =>
    index > 0 && within(startOf(day), span) ? [day - ascending[index - 1]!] : [],
  );
};

const firstPurchase = ({ standing }: Customer): number => standing.purchases.find(isOrder)?.time ?? Infinity;

const isUpsell = ({ sale }: Purchase): boolean => sale === 'upsell' || sale === 'cross_sell';

export interface Buying {
  readonly revenue: bigint;
  readonly upsell: bigint;
  readonly byRetention: bigint;
  readonly unitsSold: bigint;
  readonly unitsReturned: bigint;
  readonly orders: number;
  readonly nonRecurring: bigint;
  readonly clvToDate: Fraction | null;
  readonly repeatRate: Fraction | null;
  readonly loyalRate: Fraction | null;
  readonly timeBetween: Fraction | null;
  readonly existingShare: Fraction | null;
}

export const buyingIn = ({ customers, settings }: Books, span: Span): Buying => {
  const total = (what: (customer: Customer) => bigint) => sum(customers.map(what));
  const buyers = (atLeast: number, when: Span) =>
    fraction(customers.filter((customer) => ordersOf(customer, when).length >= atLeast).length);
  const sinceBeginning = { ...span, start: -Infinity };
  const revenue = total((customer) => revenueOf(customer, span));
  const gaps = customers.flatMap((customer) => gapsOf(customer, span, settings.time_zone));
  const existing = total((customer) =>
    firstPurchase(customer) < span.start ? revenueOf(customer, span) : 0n,
  );
  const charges = customers.flatMap(({ standing }) =>
    standing.purchases.filter(({ time }) => within(time, span)),
  );
  const returns = customers.flatMap(({ standing }) =>
    standing.returns.filter(({ time }) => within(time, span)),
  );
  return {
    revenue,
    upsell: sum(charges.filter(isUpsell).map(chargedBy)),
    byRetention: sum(charges.filter(({ programme }) => programme === 'retention').map(chargedBy)),
    unitsSold: sum(charges.filter(isOrder).map(({ quantity }) => BigInt(quantity ?? 1))),
    unitsReturned: sum(returns.map(({ quantity }) => BigInt(quantity ?? 1))),
    orders: customers.flatMap((customer) => ordersOf(customer, span)).length,
    nonRecurring: total((customer) => nonRecurringOf(customer, span)),
    clvToDate: over(
      fraction(total((customer) => revenueOf(customer, sinceBeginning))),
      buyers(1, sinceBeginning),
    ),
    repeatRate: over(buyers(2, span), buyers(1, span)),
    loyalRate: over(buyers(settings.loyal_purchases, span), buyers(1, span)),
    timeBetween: over(fraction(gaps.reduce((days, gap) => days + gap, 0)), fraction(gaps.length)),
    existingShare: over(fraction(existing), fraction(revenue)),
  };
};
