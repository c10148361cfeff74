import { answer } from './answers.ts';
import { bustle } from './bustle.ts';
import { mail } from './campaigns.ts';
import { changeTerms } from './changes.ts';
import type { Customer } from './customer.ts';
import { leave, stayAfterAll } from './leaving.ts';
import { signupSeason } from './market.ts';
import { order } from './orders.ts';
import { outageOf } from './outage.ts';
import { presence } from './presence.ts';
import { randomFor } from './random.ts';
import { renew } from './renewals.ts';
import { endOfTrial, PAYING_SHARE, signUp } from './signups.ts';
import { spend } from './spending.ts';
import { addMonths, DAY, dayOf } from './time.ts';
import type { Stage, Today } from './today.ts';
import { comeBack } from './winbacks.ts';
import type { WireEvent } from './wire.ts';

/** All that the business depends on. The same plan gives the same events, to the last character. */
export interface Plan {
  readonly seed: number;
  /** How many have paid by `started`, about; some have left again. */
  readonly customers: number;
  /** Epoch milliseconds: history ends and the live part begins. */
  readonly started: number;
  /** Ranges of days, both ends included, without the bustle of the live part: long ones when nothing ran. */
  readonly quiet: readonly (readonly [first: number, last: number])[];
}

export interface Business {
  readonly customers: readonly Customer[];
  /** Lives through the next day and returns its events, in no order. */
  readonly nextDay: () => WireEvent[];
}

export const MONTHS = 13;
export const firstDayOf = (plan: Plan): number => dayOf(addMonths(plan.started, -MONTHS));

/** A customer's day, in the order things happen in it. */
const STAGES: readonly Stage[] = [
  endOfTrial,
  renew,
  stayAfterAll,
  leave,
  changeTerms,
  comeBack,
  answer,
  order,
  presence,
];
/** Those who left so long ago do not come back, and need not be looked at any more. */
const FORGOTTEN = 200 * DAY;
/** Of a hundred who ever paid, so many are customers when history ends. */
const STILL_HERE = 0.84;
const EXPECTED_LOSS = 0.03 / 30;

export const createBusiness = (plan: Plan): Business => {
  const { seed, started } = plan;
  const firstDay = firstDayOf(plan);
  const outage = outageOf(started);
  const agenda = new Map<number, WireEvent[]>();
  let customers: Customer[] = [];
  let joined = 0;
  let day = firstDay;

  const wanted = (at: number): number => {
    const grown = Math.min(1, (at - firstDay) / (dayOf(started) - firstDay));
    return plan.customers * STILL_HERE * (0.08 + 0.92 * grown);
  };

  /** Sign-ups steer the size: they grow it by plan, make up for those who leave, and close a gap over some weeks. */
  const newcomers = (today: Today, active: number): number => {
    const growth = wanted(day + 1) - wanted(day);
    const gap = (wanted(day) - active) / (day - firstDay < 30 ? 8 : 40);
    const paying = Math.max(0, growth + active * EXPECTED_LOSS + gap);
    return randomFor(seed, 3, day).poisson((paying / PAYING_SHARE) * signupSeason(today.start));
  };

  const nextDay = (): WireEvent[] => {
    const start = day * DAY;
    const emit = (event: WireEvent): void => {
      const due = dayOf(event.time);
      const list = agenda.get(due);
      if (list === undefined) agenda.set(due, [event]);
      else list.push(event);
    };
    const today: Today = { day, start, outage, emit };
    const active = customers.reduce((sum, customer) => sum + (customer.stage === 'subscribed' ? 1 : 0), 0);
    for (const customer of customers) {
      const random = randomFor(seed, 1, day, customer.index);
      for (const stage of STAGES) stage(today, customer, random);
    }
    const count = newcomers(today, active);
    for (let i = 0; i < count; i++) {
      joined++;
      customers.push(signUp(today, joined, randomFor(seed, 2, joined)));
    }
    bustle(plan, today, customers);
    mail(today, customers, seed);
    spend(today, active, count, seed);
    if (day % 30 === 0)
      customers = customers.filter(
        (customer) => customer.left === null || start - customer.left.at < FORGOTTEN,
      );
    const events = agenda.get(day) ?? [];
    agenda.delete(day);
    day++;
    return events;
  };

  return {
    get customers() {
      return customers;
    },
    nextDay,
  };
};
