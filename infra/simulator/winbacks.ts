import { charge, subscriptionPurchase } from './charge.ts';
import type { Customer } from './customer.ts';
import { priceOf } from './price-list.ts';
import { DAY } from './time.ts';
import { eventId, type Stage, someMoment, type Today } from './today.ts';

const chanceToday = (today: Today, customer: Customer): number => {
  const days = (today.start - customer.left!.at) / DAY;
  const reason = customer.left!.reason;
  if (days < 1) return 0;
  // A failed card is soon replaced, or never.
  if (reason === 'payment_failed') return days < 12 ? 0.05 : 0.0005;
  if (reason === 'closed_business' || reason === 'trial') return 0.0001;
  if (days < 30) return 0.0003;
  return reason === 'outage' ? 0.0015 : 0.0008;
};

/** Comes back on the old terms; those who had made up their mind to leave, with an offer of the retention programme. */
export const comeBack: Stage = (today, customer, random) => {
  if (customer.stage !== 'away' || customer.left === null || customer.touched === today.day) return;
  if (!random.chance(chanceToday(today, customer))) return;
  const time = someMoment(today, random);
  const wonBack = customer.left.reason !== 'payment_failed';
  customer.serial++;
  customer.stage = 'subscribed';
  customer.left = null;
  customer.nextTerms = null;
  customer.anchor = time;
  customer.charges = 1;
  customer.touched = today.day;
  const offer = {
    charged: Math.round(priceOf(customer.terms) * 0.7),
    programme: 'retention' as const,
    offer_code: 'COMEBACK30',
  };
  const id = eventId('back', today, customer);
  charge(
    today,
    customer,
    random,
    subscriptionPurchase(customer, customer.terms, id, time, wonBack ? offer : {}),
  );
};
