import { charge } from './charge.ts';
import { type Customer, segmentsOf } from './customer.ts';
import { orderSeason } from './market.ts';
import { CURRENCY, GOODS } from './price-list.ts';
import type { Random } from './random.ts';
import { DAY } from './time.ts';
import { eventId, type Stage, someMoment, type Today } from './today.ts';

/** One-off purchase of `good`; one in twenty-five is sent back within ten days. */
export const buy = (
  today: Today,
  customer: Customer,
  random: Random,
  good: (typeof GOODS)[number],
  id: string,
  time: number,
): void => {
  const [product, price, isAddOn] = good;
  const quantity = random.chance(0.12) ? 2 : 1;
  const amount = price * quantity;
  const order = customer.lastOrder;
  charge(today, customer, random, {
    id,
    type: 'purchase',
    time,
    customer: customer.id,
    amount,
    currency: CURRENCY,
    quantity,
    product,
    order: id,
    properties: segmentsOf(customer, customer.terms),
    ...(isAddOn ? { sale: 'cross_sell' as const } : {}),
  });
  // A refund on leaving is of the subscription's last charge, not of this.
  customer.lastOrder = order;
  if (!random.chance(0.04)) return;
  const returned = time + Math.floor((1 + 9 * random.next()) * DAY);
  const units = random.between(1, quantity);
  today.emit({
    id: `r-${id}`,
    type: 'return',
    time: returned,
    customer: customer.id,
    order: id,
    amount: price * units,
    currency: CURRENCY,
    quantity: units,
  });
};

export const order: Stage = (today, customer, random) => {
  if (customer.stage !== 'subscribed' || !random.chance((0.11 / 30) * orderSeason(today.start))) return;
  const good = random.weighted(GOODS.map((entry) => [entry, 30_000 / (entry[1] + 3_000)] as const));
  buy(today, customer, random, good, eventId('order', today, customer), someMoment(today, random));
};
