import type { Plan } from './business.ts';
import type { Customer } from './customer.ts';
import { EPISODES, type Episode, failedPayment } from './episodes.ts';
import { type Random, randomFor } from './random.ts';
import { stumblesOn } from './stumble.ts';
import { DAY, MINUTE } from './time.ts';
import type { Today } from './today.ts';

/** The day's episodes that begin after `plan.started`, among customers to whom nothing else happens on that day. */
export const bustle = (plan: Plan, today: Today, customers: readonly Customer[]): void => {
  const midnight = today.start + DAY;
  if (midnight <= plan.started || plan.quiet.some(([first, last]) => today.day >= first && today.day <= last))
    return;
  const quiet = customers.filter(
    (c) => c.stage === 'subscribed' && c.touched !== today.day && c.leaving === null && c.nextTerms === null,
  );
  if (quiet.length === 0) return;
  const busyUntil = new Map<Customer, number>();
  const all = [...programme(plan, today), ...stumbles(plan, today, quiet.length)];
  for (const { episode, begin, until, id, random } of all.sort((a, b) => a.begin - b.begin)) {
    if (begin < plan.started) continue;
    const customer = random.pick(quiet);
    if ((busyUntil.get(customer) ?? 0) >= begin) continue;
    const lasts = 4 * MINUTE + random.exponential(80 * MINUTE);
    const end = until ?? Math.floor(Math.min(begin + lasts, midnight - (1 + 3 * random.next()) * MINUTE));
    busyUntil.set(customer, end);
    episode({ today, customer, random, id, begin, end });
  }
};

/** What begins when; `until` where that is settled too. */
interface Planned {
  readonly episode: Episode;
  readonly begin: number;
  readonly until: number | null;
  readonly id: string;
  readonly random: Random;
}

const programme = (plan: Plan, today: Today): readonly Planned[] =>
  EPISODES.flatMap(([episode, perHour], kind) => {
    const count = randomFor(plan.seed, 11, today.day, kind).poisson((24 * perHour * plan.customers) / 2_000);
    return Array.from({ length: count }, (_, n) => {
      const random = randomFor(plan.seed, 12, today.day, kind, n);
      const begin = today.start + Math.floor(random.next() * (DAY - 10 * MINUTE));
      return { episode, begin, until: null, id: `live-${today.day}-${kind}-${n}`, random };
    });
  });

/** Cards that fail all at once, and work again a few minutes later. */
const stumbles = (plan: Plan, today: Today, customers: number): readonly Planned[] =>
  stumblesOn(plan.started, today.day).flatMap(({ number, begin, end, share, spread }) =>
    Array.from({ length: Math.round(share * customers) }, (_, n) => {
      const random = randomFor(plan.seed, 13, number, n);
      return {
        episode: failedPayment,
        begin: Math.floor(begin + spread * random.next()),
        until: Math.floor(end + spread * random.next()),
        id: `stumble-${number}-${n}`,
        random,
      };
    }),
  );
