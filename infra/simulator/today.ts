import type { Customer } from './customer.ts';
import { BUSY_HOURS } from './market.ts';
import type { Outage } from './outage.ts';
import type { Random } from './random.ts';
import { DAY, HOUR } from './time.ts';
import type { WireEvent } from './wire.ts';

/** One simulated day, as the stages see it. Events may be emitted for this day and for later ones. */
export interface Today {
  readonly day: number;
  readonly start: number;
  readonly outage: Outage;
  readonly emit: (event: WireEvent) => void;
}

/** What can befall one customer in a day. `random` is this customer's own for this day. */
export type Stage = (today: Today, customer: Customer, random: Random) => void;

/** A moment of the day, most often within working hours. */
export const someMoment = (today: Today, random: Random): number =>
  today.start + random.weighted(BUSY_HOURS) * HOUR + Math.floor(random.next() * HOUR);

/** Stable, so that sending history again changes nothing: one kind happens to a customer at most once a day. */
export const eventId = (kind: string, today: Today, customer: Customer): string =>
  `${kind}-${customer.index}-${today.day}`;

export const isToday = (today: Today, instant: number): boolean =>
  instant >= today.start && instant < today.start + DAY;
