import fc from 'fast-check';
import type { OracleEvent } from '../../oracles/events.ts';
import { anyLog } from '../../oracles/generate.ts';

const DAY = 86_400_000;
const CUSTOMERS = ['ann', 'bob', 'cat', 'dan', 'eve', 'fay', 'gus', 'ida', 'jon', 'kim', 'lea', 'max'];
/** Days back: some events come years late. */
const YEARS = 2_200;
const OLD = 0.1;
const INTERVALS = ['month', 'month', 'year', 'week'] as const;

/**
 * A tenant on whom everything hard happens: duplicates, conflicts, voids, ties, changes scheduled and back-dated, events years
 * late and shuffled. The same for one seed and day.
 */
export const hardTenant = (seed: number): readonly OracleEvent[] => {
  const today = Math.floor(Date.now() / DAY);
  const shape = {
    timeZone: 'UTC',
    firstDay: today - 430,
    lastDay: today + 60,
    customers: CUSTOMERS,
    maxLength: 200,
    latest: Date.now() - 60_000,
  };
  const drawn = fc.sample(anyLog(shape), { seed, numRuns: 4 });
  return drawn.toSorted((a, b) => b.length - a.length)[0]!;
};

/** An endless tenant of ordinary business, for volume: customers subscribe, change, answer and leave. */
export function* plainTenant(random: () => number): Generator<OracleEvent, never> {
  const now = Date.now();
  for (let number = 0; ; number++) {
    const customer = `c${Math.floor(random() * 400)}`;
    const back = random() < OLD ? YEARS : 400;
    const time = now - 60_000 - Math.floor(random() * back * DAY);
    const base = { id: `n${number}`, customer, time };
    const kind = random();
    if (kind < 0.6) {
      const interval = INTERVALS[Math.floor(random() * INTERVALS.length)]!;
      const amount = 100 * (1 + Math.floor(random() * 90));
      yield { ...base, type: 'purchase', amount, currency: 'EUR', subscription: { id: 'main', interval } };
    } else if (kind < 0.7) yield { ...base, type: 'cancellation' };
    else if (kind < 0.85) yield { ...base, type: 'survey', survey: 'nps', score: Math.floor(random() * 11) };
    else yield { ...base, type: 'activity', name: 'login' };
  }
}
