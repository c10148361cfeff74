import { CHANNELS } from './market.ts';
import { CURRENCY } from './price-list.ts';
import { randomFor } from './random.ts';
import { HOUR, isoDate } from './time.ts';
import type { Today } from './today.ts';

/** What the business itself spends: a day's advertising follows the sign-ups it hopes for, the rest follows the customers it has. */
export const spend = (today: Today, active: number, newcomers: number, seed: number): void => {
  const random = randomFor(seed, 5, today.day);
  const date = isoDate(today.start);
  const book = (
    category: 'acquisition' | 'retention' | 'marketing_other' | 'service',
    what: string,
    cents: number,
  ): void =>
    today.emit({
      id: `spend-${category}-${what}-${date}`,
      type: 'spend',
      time: today.start + 18 * HOUR,
      category,
      amount: Math.round(cents * (0.85 + 0.3 * random.next())),
      currency: CURRENCY,
      properties: { channel: what },
    });
  for (const [channel, weight] of CHANNELS) book('acquisition', channel, (newcomers * 46_000 * weight) / 100);
  const weekday = new Date(today.start).getUTCDay();
  if (weekday === 1) book('retention', 'customer-success', 130_000 + active * 70);
  if (weekday === 3) book('marketing_other', 'brand', 90_000 + active * 50);
  if (weekday === 5) book('service', 'support', 150_000 + active * 180);
};
