import { charge, subscriptionPurchase } from './charge.ts';
import type { Customer } from './customer.ts';
import { monthsOf, movePlan, PRICE_LIST, priceOf, type Terms } from './price-list.ts';
import type { Random } from './random.ts';
import { nextCharge } from './renewals.ts';
import { addMonths } from './time.ts';
import { eventId, type Stage, someMoment } from './today.ts';

const withSeats = (terms: Terms, more: number): Terms | null => {
  const [fewest, most] = PRICE_LIST[terms.plan].seats;
  const seats = Math.min(most, Math.max(fewest, terms.seats + more));
  return seats === terms.seats ? null : { ...terms, seats };
};

/** Wishes and how likely they are in a month. */
const WISHES: readonly (readonly [chance: number, wish: (terms: Terms, random: Random) => Terms | null])[] = [
  [0.033, (terms, random) => withSeats(terms, random.between(1, 3))],
  [0.014, (terms, random) => withSeats(terms, -random.between(1, 3))],
  [0.01, (terms) => movePlan(terms, 1)],
  [0.005, (terms) => movePlan(terms, -1)],
  [0.006, (terms) => (terms.interval === 'month' ? { ...terms, interval: 'year' } : null)],
];

/** What is left of the current interval, as a share of its price, is credited or charged. */
const proration = (customer: Customer, wanted: Terms, time: number): number => {
  const end = nextCharge(customer);
  const begin = addMonths(end, -monthsOf(customer.terms));
  const left = Math.min(1, Math.max(0, (end - time) / (end - begin)));
  const credit = Math.round(priceOf(customer.terms) * left);
  const due =
    wanted.interval === customer.terms.interval ? Math.round(priceOf(wanted) * left) : priceOf(wanted);
  return Math.max(0, due - credit);
};

/** More takes effect at once and is prorated; less is agreed now and takes effect at the next charge. */
export const changeTerms: Stage = (today, customer, random) => {
  if (customer.stage !== 'subscribed' || customer.touched === today.day) return;
  if (customer.leaving !== null || customer.nextTerms !== null) return;
  for (const [chance, wish] of WISHES) {
    if (!random.chance(chance / 30)) continue;
    const wanted = wish(customer.terms, random);
    if (wanted === null) return;
    const time = someMoment(today, random);
    const id = eventId('change', today, customer);
    customer.touched = today.day;
    const isMore = priceOf(wanted) > priceOf(customer.terms);
    if (!isMore) {
      const scheduled = { charged: 0, effective_at: nextCharge(customer) };
      customer.nextTerms = wanted;
      today.emit(subscriptionPurchase(customer, wanted, id, time, scheduled));
      return;
    }
    const charged = proration(customer, wanted, time);
    charge(
      today,
      customer,
      random,
      subscriptionPurchase(customer, wanted, id, time, { charged, sale: 'upsell' }),
    );
    if (wanted.interval !== customer.terms.interval) {
      customer.anchor = time;
      customer.charges = 1;
    }
    customer.terms = wanted;
    return;
  }
};
