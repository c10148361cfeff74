import { charge, subscriptionPurchase } from './charge.ts';
import type { Customer } from './customer.ts';
import { CHANNELS, COUNTRIES, customerName, FIRST_PLANS, TRADES } from './market.ts';
import { PRICE_LIST } from './price-list.ts';
import type { Random } from './random.ts';
import { DAY } from './time.ts';
import { eventId, isToday, type Stage, someMoment, type Today } from './today.ts';

const TRIAL_DAYS = 14;
const TRIALS = 0.5;
const CONVERSION = 0.62;
/** Paying customers that one sign-up brings on average. */
export const PAYING_SHARE = 1 - TRIALS + TRIALS * CONVERSION;

/** A newcomer: half try for fourteen days first, the others pay at once. */
export const signUp = (today: Today, index: number, random: Random): Customer => {
  const plan = random.weighted(FIRST_PLANS);
  const [fewest, most] = PRICE_LIST[plan].seats;
  const seats = fewest + Math.floor((most - fewest) * random.next() ** 2);
  const interval = random.chance(0.24) ? 'year' : 'month';
  const joined = someMoment(today, random);
  const customer: Customer = {
    index,
    id: customerName(index, random.between(0, 1_000), random.pick(TRADES)),
    country: random.weighted(COUNTRIES),
    channel: random.weighted(CHANNELS),
    joined,
    invoiced: plan === 'scale' || random.chance(interval === 'year' ? 0.6 : 0.2),
    temper: random.normal(),
    usage: Math.exp(0.7 * random.normal() - 0.245),
    stage: 'trial',
    serial: 1,
    terms: { plan, interval, seats },
    nextTerms: null,
    anchor: joined + TRIAL_DAYS * DAY,
    charges: 0,
    lastOrder: null,
    leaving: null,
    left: null,
    touched: today.day,
  };
  if (random.chance(TRIALS)) {
    const base = subscriptionPurchase(customer, customer.terms, eventId('trial', today, customer), joined);
    // A trial is worth nothing until it is bought, and ends by itself.
    const subscription = { ...base.subscription!, expires_at: customer.anchor };
    today.emit({ ...base, amount: 0, charged: 0, subscription });
  } else {
    start(today, customer, random, joined, 'start');
  }
  return customer;
};

const start = (today: Today, customer: Customer, random: Random, time: number, kind: string): void => {
  customer.stage = 'subscribed';
  customer.anchor = time;
  customer.charges = 1;
  customer.touched = today.day;
  charge(
    today,
    customer,
    random,
    subscriptionPurchase(customer, customer.terms, eventId(kind, today, customer), time),
  );
};

export const endOfTrial: Stage = (today, customer, random) => {
  if (customer.stage !== 'trial' || !isToday(today, customer.anchor)) return;
  if (random.chance(CONVERSION)) return start(today, customer, random, customer.anchor, 'convert');
  customer.stage = 'away';
  customer.left = { at: customer.anchor, reason: 'trial' };
};
