import { effort, recommendation, satisfaction } from './answers.ts';
import { charge, subscriptionPurchase } from './charge.ts';
import { type Customer, subscriptionOf } from './customer.ts';
import { CHANNELS, COUNTRIES } from './market.ts';
import { buy } from './orders.ts';
import { CURRENCY, GOODS, movePlan, PRICE_LIST, priceOf, type Terms } from './price-list.ts';
import type { Random } from './random.ts';
import type { Today } from './today.ts';

/**
 * What makes the live part lively. A business of this size changes a few times a day; a reader wants to see it move now. So customers
 * take a seat and give it back, a card fails and is replaced, someone pauses, tries a dearer plan, drops in for a day: each
 * ends on the day it began, where it began, so a week of it leaves the business as big as it found it.
 */
export type Episode = (scene: Scene) => void;

export interface Scene {
  readonly today: Today;
  readonly customer: Customer;
  readonly random: Random;
  readonly id: string;
  readonly begin: number;
  readonly end: number;
}

const there = ({ today, customer, random, id, begin }: Scene, terms: Terms): void => {
  const difference = priceOf(terms) - priceOf(customer.terms);
  const charged = Math.max(0, Math.round(difference / 30));
  charge(
    today,
    customer,
    random,
    subscriptionPurchase(customer, terms, id, begin, {
      charged,
      sale: difference > 0 ? 'upsell' : 'standard',
    }),
  );
};
const andBack = ({ today, customer, id, end }: Scene): void =>
  today.emit(subscriptionPurchase(customer, customer.terms, `${id}-back`, end, { charged: 0 }));

const changeSeats: Episode = (scene) => {
  const { terms } = scene.customer;
  const [fewest, most] = PRICE_LIST[terms.plan].seats;
  if (fewest === most) return tryDearerPlan(scene);
  const more = terms.seats > fewest && scene.random.chance(0.4) ? -1 : 1;
  there(scene, { ...terms, seats: terms.seats + more });
  andBack(scene);
};

const tryDearerPlan: Episode = (scene) => {
  const wanted = movePlan(scene.customer.terms, 1);
  if (wanted === null || priceOf(wanted) <= priceOf(scene.customer.terms)) return;
  there(scene, wanted);
  andBack(scene);
};

const breakOff =
  (reason: string, voluntary: boolean): Episode =>
  (scene) => {
    const { today, customer, id, begin } = scene;
    const subscription = subscriptionOf(customer);
    today.emit({
      id,
      type: 'cancellation',
      time: begin,
      customer: customer.id,
      subscription,
      reason,
      voluntary,
    });
    andBack(scene);
  };

export const failedPayment = breakOff('payment_failed', false);

/** A newcomer on the smallest plan who leaves within the day and gets the money back. */
const dropIn: Episode = ({ today, customer, random, id, begin, end }) => {
  const guest: Customer = {
    ...customer,
    id: `guest-${id}`,
    country: random.weighted(COUNTRIES),
    channel: random.weighted(CHANNELS),
    invoiced: false,
    serial: 1,
    terms: { plan: 'starter', interval: 'month', seats: 1 },
  };
  charge(today, guest, random, subscriptionPurchase(guest, guest.terms, id, begin));
  const amount = priceOf(guest.terms);
  today.emit({ id: `${id}-off`, type: 'cancellation', time: end, customer: guest.id, reason: 'money_back' });
  today.emit({
    id: `${id}-r`,
    type: 'return',
    time: end,
    customer: guest.id,
    order: id,
    amount,
    currency: CURRENCY,
  });
};

const order: Episode = ({ today, customer, random, id, begin }) => {
  buy(today, customer, random, random.chance(0.85) ? GOODS[0] : GOODS[1], id, begin);
};

const answers =
  (ask: typeof recommendation): Episode =>
  ({ today, customer, random, id, begin }) =>
    today.emit({ id, type: 'survey', time: begin, customer: customer.id, ...ask(today, customer, random) });

/** Episodes and how many of them an hour, for a business of 2,000. */
export const EPISODES: readonly (readonly [Episode, number])[] = [
  [changeSeats, 34],
  [order, 34],
  [failedPayment, 4],
  [breakOff('paused', true), 1.5],
  [tryDearerPlan, 1.5],
  [dropIn, 0.4],
  [answers(recommendation), 8],
  [answers(satisfaction), 10],
  [answers(effort), 4],
];
