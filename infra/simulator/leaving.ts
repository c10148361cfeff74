import { type Customer, subscriptionOf } from './customer.ts';
import { outageHazard, outageMood } from './outage.ts';
import { CURRENCY, type PlanName } from './price-list.ts';
import type { Random } from './random.ts';
import { nextCharge } from './renewals.ts';
import { DAY } from './time.ts';
import { eventId, type Stage, someMoment, type Today } from './today.ts';

/** Chance a month, before temper: measured so that two to four customers in a hundred leave in an ordinary month. */
const MONTHLY = 0.037;
const BY_PLAN: Readonly<Record<PlanName, number>> = { starter: 1.3, team: 1, pro: 0.8, scale: 0.5 };

const REASONS = [
  ['price', 24],
  ['missing_feature', 17],
  ['no_longer_needed', 16],
  ['payment_failed', 16],
  ['switched_provider', 14],
  ['closed_business', 8],
  ['too_difficult', 5],
] as const;

const hazard = (today: Today, customer: Customer): number => {
  const young = today.start - customer.joined < 90 * DAY ? 1.3 : 0.9;
  const yearly = customer.terms.interval === 'year' ? 0.35 : 1;
  // exp(0.1) is the mean of exp(0.45 z): temper shifts who leaves, not how many.
  const temper = Math.exp(-0.45 * customer.temper - 0.1);
  return (MONTHLY / 30) * BY_PLAN[customer.terms.plan] * young * yearly * temper;
};

export const leave: Stage = (today, customer, random) => {
  if (customer.stage !== 'subscribed' || customer.touched === today.day || customer.leaving !== null) return;
  const overOutage = random.chance(outageHazard(today.outage, customer.terms.plan, today.start));
  if (!overOutage && !random.chance(hazard(today, customer))) return;
  const reason = overOutage ? 'outage' : random.weighted(REASONS);
  const time = someMoment(today, random);
  const id = eventId('cancel', today, customer);
  const atPeriodEnd = random.chance(overOutage ? 0.1 : reason === 'payment_failed' ? 0 : 0.45);
  const at = atPeriodEnd ? nextCharge(customer) : time;
  today.emit({
    id,
    type: 'cancellation',
    time,
    customer: customer.id,
    subscription: subscriptionOf(customer),
    reason,
    ...(atPeriodEnd ? { effective_at: at } : {}),
    ...(reason === 'payment_failed' ? { voluntary: false } : {}),
  });
  customer.touched = today.day;
  customer.nextTerms = null;
  customer.left = { at, reason };
  if (atPeriodEnd) customer.leaving = { at, event: id };
  else customer.stage = 'away';
  if (overOutage && !atPeriodEnd) refund(today, customer, random, time);
};

/** Some of those who leave over the outage get their last charge back. */
const refund = (today: Today, customer: Customer, random: Random, time: number): void => {
  if (
    customer.lastOrder === null ||
    outageMood(today.outage, customer.terms.plan, time) > -1.5 ||
    random.chance(0.6)
  )
    return;
  const { id: order, amount } = customer.lastOrder;
  const id = eventId('refund', today, customer);
  const sum = Math.round(amount * (customer.terms.interval === 'year' ? 0.5 : 1));
  today.emit({
    id,
    type: 'return',
    time: time + DAY,
    customer: customer.id,
    order,
    amount: sum,
    currency: CURRENCY,
  });
};

/** A few who cancelled to the period's end think better of it: the cancellation is voided. */
export const stayAfterAll: Stage = (today, customer, random) => {
  if (customer.leaving === null || customer.touched === today.day || !random.chance(0.006)) return;
  const event = customer.leaving.event;
  today.emit({
    id: `stay-${event}`,
    type: 'void',
    time: someMoment(today, random),
    customer: customer.id,
    event,
  });
  customer.leaving = null;
  customer.left = null;
  customer.touched = today.day;
};
