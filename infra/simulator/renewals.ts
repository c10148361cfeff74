import { charge, subscriptionPurchase } from './charge.ts';
import type { Customer } from './customer.ts';
import { monthsOf } from './price-list.ts';
import { addMonths } from './time.ts';
import { eventId, isToday, type Stage } from './today.ts';

export const nextCharge = (customer: Customer): number =>
  addMonths(customer.anchor, customer.charges * monthsOf(customer.terms));

/** Subscriptions renew by themselves: each interval is one more charge, and only a change of terms changes MRR. */
export const renew: Stage = (today, customer, random) => {
  if (customer.stage !== 'subscribed') return;
  if (customer.leaving !== null && isToday(today, customer.leaving.at)) {
    customer.stage = 'away';
    customer.touched = today.day;
    customer.leaving = null;
    return;
  }
  const due = nextCharge(customer);
  if (!isToday(today, due) || customer.leaving !== null) return;
  customer.charges++;
  customer.touched = today.day;
  customer.terms = customer.nextTerms ?? customer.terms;
  customer.nextTerms = null;
  charge(
    today,
    customer,
    random,
    subscriptionPurchase(customer, customer.terms, eventId('renew', today, customer), due),
  );
};
