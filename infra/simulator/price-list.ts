/** The four plans of the made-up business, dearest last. Prices in cents a seat and month; a year costs ten months. */
export const CURRENCY = 'EUR';
export const PLANS = ['starter', 'team', 'pro', 'scale'] as const;
export type PlanName = (typeof PLANS)[number];

export interface Terms {
  readonly plan: PlanName;
  readonly interval: 'month' | 'year';
  readonly seats: number;
}

interface Plan {
  readonly seatPrice: number;
  readonly seats: readonly [fewest: number, most: number];
}

export const PRICE_LIST: Readonly<Record<PlanName, Plan>> = {
  starter: { seatPrice: 1_900, seats: [1, 1] },
  team: { seatPrice: 900, seats: [3, 9] },
  pro: { seatPrice: 1_700, seats: [4, 18] },
  scale: { seatPrice: 2_600, seats: [10, 40] },
};

/** The price of one whole interval, all seats. */
export const priceOf = (terms: Terms): number =>
  PRICE_LIST[terms.plan].seatPrice * terms.seats * (terms.interval === 'year' ? 10 : 1);

export const monthsOf = (terms: Terms): number => (terms.interval === 'year' ? 12 : 1);

/** The plan `steps` up (or down) the list, with seats the plan allows; null past its ends. */
export const movePlan = (terms: Terms, steps: number): Terms | null => {
  const plan = PLANS[PLANS.indexOf(terms.plan) + steps];
  if (plan === undefined) return null;
  const [fewest, most] = PRICE_LIST[plan].seats;
  return { ...terms, plan, seats: Math.min(most, Math.max(fewest, terms.seats)) };
};

/** One-off goods: name, cents, whether it is an add-on to what the customer has. */
export const GOODS = [
  ['message-credits-500', 600, false],
  ['message-credits-2000', 1_900, false],
  ['template-pack', 2_900, true],
  ['card-reader', 4_900, true],
  ['data-import', 9_900, false],
  ['onboarding-session', 14_900, false],
  ['team-training', 24_900, true],
] as const;
