import type { PlanName } from './price-list.ts';
import { addMonths, DAY, startOfMonth } from './time.ts';

/**
 * The bad month: early in the fourth month before the demonstration began, calendar sync, which only Pro relies on, was down for two
 * days. The reader is meant to find it: Pro loses many customers for one reason, and its answers turn sour for some weeks.
 */
export interface Outage {
  readonly plan: PlanName;
  readonly start: number;
  readonly end: number;
}

export const outageOf = (started: number): Outage => {
  const start = addMonths(startOfMonth(started), -4) + 5 * DAY;
  return { plan: 'pro', start, end: start + 2 * DAY };
};

/** Chance a day that a customer of the plan leaves over it: high at first, gone before the month is. */
export const outageHazard = (outage: Outage, plan: PlanName, instant: number): number => {
  if (plan !== outage.plan || instant < outage.start) return 0;
  const days = (instant - outage.start) / DAY;
  return days > 24 ? 0 : 0.055 * Math.exp(-days / 5.5);
};

/** How far the mood of the plan's customers is down, in deviations. */
export const outageMood = (outage: Outage, plan: PlanName, instant: number): number => {
  if (plan !== outage.plan || instant < outage.start) return 0;
  return -2.6 * Math.exp(-(instant - outage.start) / DAY / 25);
};
