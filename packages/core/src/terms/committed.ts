import type { Calendar } from '../calendar/calendar.ts';
import type { Act } from '../timeline/subscriptions.ts';
import { type DayStep, type DaySteps, pushStep } from './steps.ts';

/** Days on which an act is known (its time has come) but not yet in effect: `[known, effective)`. */
const waitingDays = (acts: readonly Act[], { dayOf }: Calendar): readonly (readonly [number, number])[] =>
  acts
    .filter((act) => act.time < act.effective)
    .map((act) => [dayOf(act.time), dayOf(act.effective)] as const)
    .filter(([known, effective]) => known < effective);

/**
 * MRR at the end of `day` as if all that events up to then schedule had happened. An act counts once it is known or in
 * effect; of a subscription the last such act decides. An expiry still ahead is taken as renewed (metrics.md).
 */
const committedAt = (acts: readonly Act[], grace: number, boundary: number): bigint => {
  const prices = new Map<string, bigint>();
  for (const act of acts) {
    if (act.effective >= boundary && act.time >= boundary) continue;
    if (act.type === 'cancellation') {
      if (act.subscription === null) prices.clear();
      else prices.delete(act.subscription);
      continue;
    }
    const { id, mrr, expires_at } = act.subscription;
    const expired = expires_at !== null && expires_at + grace < boundary;
    prices.set(id, expired ? 0n : mrr);
  }
  let sum = 0n;
  for (const price of prices.values()) sum += price;
  return sum;
};

/** `committed_mrr`. Equal to MRR on all days on which nothing waits, so only the other days are counted anew. */
export const committedSteps = (
  acts: readonly Act[],
  daily: DaySteps,
  grace: number,
  calendar: Calendar,
): DaySteps => {
  const waiting = waitingDays(acts, calendar);
  if (waiting.length === 0) return daily;
  const waits = (day: number) => waiting.some(([known, effective]) => day >= known && day < effective);
  const days = new Set<number>([...daily.map(({ day }) => day), ...waiting.flat()]);
  for (const act of acts) {
    days.add(calendar.dayOf(Math.min(act.time, act.effective)));
    if (act.type === 'purchase' && act.subscription.expires_at !== null)
      days.add(calendar.dayOf(act.subscription.expires_at + grace));
  }
  const result: DayStep[] = [];
  let next = 0;
  let mrr = 0n;
  for (const day of [...days].sort((a, b) => a - b)) {
    while (next < daily.length && daily[next]!.day <= day) mrr = daily[next++]!.value;
    pushStep(result, day, waits(day) ? committedAt(acts, grace, calendar.startOf(day + 1)) : mrr);
  }
  return result;
};
