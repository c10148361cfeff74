import type { Plan } from './business.ts';
import type { Customer } from './customer.ts';
import { ACTIVITIES } from './presence.ts';
import { hashOf, type Random, randomFor } from './random.ts';
import { isoDate } from './time.ts';
import type { WireEvent } from './wire.ts';

/** The customers of a day, to draw from by how much they use the product. */
export interface Crowd {
  readonly draw: (random: Random) => Customer;
}

export const crowdOf = (customers: readonly Customer[]): Crowd | null => {
  const present = customers.filter((customer) => customer.stage === 'subscribed');
  if (present.length === 0) return null;
  const sums = new Float64Array(present.length);
  let sum = 0;
  for (const [i, customer] of present.entries()) sums[i] = sum += customer.usage;
  return {
    draw: (random) => {
      const target = random.next() * sum;
      let low = 0;
      let high = present.length - 1;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (sums[middle]! > target) high = middle;
        else low = middle + 1;
      }
      return present[low]!;
    },
  };
};

const MESSAGES = 0.22;
const OPENS = 0.4;
const CLICKS = 0.09;

/** A recipient either opens a campaign or never does, so that its open rate stays what it is however long it runs. */
const message = (
  random: Random,
  customer: Customer,
  second: number,
): Pick<WireEvent & { type: 'message' }, 'campaign' | 'action'> => {
  const campaign = `daily-digest-${isoDate(second * 1_000)}`;
  const inclination = hashOf(customer.index, Math.floor(second / 86_400)) / 0x1_0000_0000;
  const wish = random.next();
  if (wish < 0.1 && inclination < CLICKS) return { campaign, action: 'clicked' };
  return { campaign, action: wish < 0.4 && inclination < OPENS ? 'opened' : 'sent' };
};

/** Activity and messages of one second at `rate` events a second. The same second always gives the same events. */
export const chatter = (plan: Plan, crowd: Crowd, second: number, rate: number): WireEvent[] => {
  const count = randomFor(plan.seed, 21, second).poisson(rate);
  const events: WireEvent[] = [];
  for (let n = 0; n < count; n++) {
    const random = randomFor(plan.seed, 22, second, n);
    const customer = crowd.draw(random);
    const common = {
      id: `c-${second}-${n}`,
      time: second * 1_000 + random.between(0, 999),
      customer: customer.id,
    };
    if (random.chance(MESSAGES))
      events.push({ ...common, type: 'message', ...message(random, customer, second) });
    else events.push({ ...common, type: 'activity', name: random.weighted(ACTIVITIES) });
  }
  return events;
};
