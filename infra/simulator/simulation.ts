import { createBusiness, firstDayOf, type Plan } from './business.ts';
import { type Crowd, chatter, crowdOf } from './chatter.ts';
import { DAY, dayOf } from './time.ts';
import type { WireEvent } from './wire.ts';

/** The business as one stream. Times only move forward; what was taken is not given again. */
export interface Simulation {
  /** All that happens up to `time` (exclusive) and was not yet taken, oldest first. */
  readonly takeUntil: (time: number) => WireEvent[];
  /** Activity and messages of the second that contains `time`, which must not lie past the last taken day. */
  readonly chatterAt: (time: number, rate: number) => WireEvent[];
}

const inOrder = (a: WireEvent, b: WireEvent): number =>
  a.time - b.time || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

export const createSimulation = (plan: Plan): Simulation => {
  const business = createBusiness(plan);
  let lived = firstDayOf(plan) - 1;
  let crowd: Crowd | null = null;
  let waiting: WireEvent[] = [];
  return {
    takeUntil: (time) => {
      const taken: WireEvent[] = [];
      while (lived < dayOf(time)) {
        taken.push(...waiting);
        waiting = business.nextDay().sort(inOrder);
        crowd = crowdOf(business.customers);
        lived++;
      }
      const later = waiting.findIndex((event) => event.time >= time);
      taken.push(...waiting.splice(0, later < 0 ? waiting.length : later));
      return taken;
    },
    chatterAt: (time, rate) => (crowd === null ? [] : chatter(plan, crowd, Math.floor(time / 1_000), rate)),
  };
};

/** The history alone: everything before `plan.started`. */
export const historyOf = (plan: Plan): WireEvent[] => createSimulation(plan).takeUntil(plan.started);

export const DAYS_OF_BUSTLE = 3;

/**
 * The plan for going on at `now` after everything up to `sentThrough` was sent. A gap of up to three days is filled as if it had run; of a longer
 * one the days in between stay quiet, so that a month away costs a few thousand events and not a hundred thousand.
 */
export const resume = (plan: Plan, sentThrough: number, now: number): Plan => {
  const first = dayOf(sentThrough) + 1;
  const last = dayOf(now - DAYS_OF_BUSTLE * DAY) - 1;
  return first > last || sentThrough < plan.started
    ? plan
    : { ...plan, quiet: [...plan.quiet, [first, last]] };
};
