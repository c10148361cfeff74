import { type Customer, segmentsOf, subscriptionOf } from './customer.ts';
import { CURRENCY, priceOf, type Terms } from './price-list.ts';
import type { Random } from './random.ts';
import { DAY, HOUR, MINUTE } from './time.ts';
import type { Today } from './today.ts';
import type { WireEvent } from './wire.ts';

type Purchase = Extract<WireEvent, { type: 'purchase' }>;

/** A purchase of the subscription at `terms`; `more` says what is special about it. */
export const subscriptionPurchase = (
  customer: Customer,
  terms: Terms,
  id: string,
  time: number,
  more: Partial<Purchase> = {},
): Purchase => ({
  id,
  type: 'purchase',
  time,
  customer: customer.id,
  amount: priceOf(terms),
  currency: CURRENCY,
  quantity: terms.seats,
  product: terms.plan,
  order: id,
  properties: segmentsOf(customer, terms),
  subscription: { id: subscriptionOf(customer), plan: terms.plan, interval: terms.interval },
  ...more,
});

/** Emits a purchase and, for customers who pay by invoice, the invoice at once and its payment when it comes. */
export const charge = (today: Today, customer: Customer, random: Random, purchase: Purchase): void => {
  today.emit(purchase);
  const amount = purchase.charged ?? purchase.amount ?? 0;
  if (amount === 0) return;
  customer.lastOrder = { id: purchase.id, amount };
  if (!customer.invoiced) return;
  const common = { customer: customer.id, currency: CURRENCY, invoice: `i-${purchase.id}` };
  const issued = purchase.time + MINUTE;
  today.emit({
    id: `i-${purchase.id}`,
    type: 'invoice',
    time: issued,
    amount,
    due_at: issued + 30 * DAY,
    ...common,
  });
  if (random.chance(0.02)) return;
  const paid = issued + Math.max(2 * HOUR, (21 + 9 * random.normal()) * DAY);
  const first = random.chance(0.05) ? Math.floor(amount / 2) : amount;
  const pay = (part: number, time: number, sum: number) =>
    today.emit({
      id: `p${part}-${purchase.id}`,
      type: 'payment',
      time: Math.floor(time),
      amount: sum,
      ...common,
    });
  pay(1, paid, first);
  if (first < amount) pay(2, paid + 14 * DAY, amount - first);
};
