import type { Event } from '@tidemark/core';

const DAY = 86_400_000;
const MONTH = 365.25 / 12;
/** 2024-01-01. */
export const BEGIN = 19_723 * DAY;

export type Random = () => number;
export const below = (random: Random, limit: number): number => Math.floor(random() * limit);

/** How a producer names its events. */
export type Naming = (random: Random) => string;

/** A counter over all customers, as databases make them. */
export const counted = (): Naming => {
  let next = 100_000_000;
  return (random) => {
    next += 1 + below(random, 400);
    return `evt_${next}`;
  };
};

export const uuids: Naming = (random) =>
  'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, () => below(random, 16).toString(16));

const base = (naming: Naming, random: Random, customer: string, day: number) => ({
  id: naming(random),
  time: BEGIN + Math.floor(day * DAY) + below(random, 3_600_000),
  customer,
  properties: {},
});

export const charge = (
  naming: Naming,
  random: Random,
  customer: string,
  day: number,
  amount: number,
): Event => ({
  ...base(naming, random, customer, day),
  type: 'purchase',
  amount,
  charged: amount,
  currency: 'EUR',
  quantity: 1,
  order: null,
  product: null,
  offer_code: null,
  programme: null,
  sale: 'standard',
  effective_at: null,
  subscription: {
    id: `sub_${customer}`,
    plan: 'team',
    interval: 'month',
    interval_count: 1,
    expires_at: null,
  },
});

export const answer = (naming: Naming, random: Random, customer: string, day: number): Event => ({
  ...base(naming, random, customer, day),
  type: 'survey',
  survey: 'nps',
  score: below(random, 11),
  scale_min: 0,
  scale_max: 10,
  touchpoint: null,
  verbatim: null,
  respondent: null,
});

export const visit = (naming: Naming, random: Random, customer: string, day: number): Event => ({
  ...base(naming, random, customer, day),
  type: 'activity',
  name: 'login',
});

/** A renewal a month, one price change, and four answers in two years, in the order of time. */
export const subscriber = (
  naming: Naming,
  random: Random,
  customer: string,
  months: number,
): readonly Event[] => {
  const events: Event[] = [];
  for (let month = 0; month < months; month++) {
    events.push(charge(naming, random, customer, month * MONTH, month < months / 2 ? 4_900 : 5_900));
    if (month % 6 === 3) events.push(answer(naming, random, customer, (month + 0.5) * MONTH));
  }
  return events;
};
