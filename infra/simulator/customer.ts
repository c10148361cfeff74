import type { PropertyValue } from '@tidemark/core';
import type { Terms } from './price-list.ts';

/** One made-up customer. What changes in life changes in place: the simulation is the only owner. */
export interface Customer {
  readonly index: number;
  readonly id: string;
  readonly country: string;
  readonly channel: string;
  readonly joined: number;
  /** Pays by invoice, not by card. */
  readonly invoiced: boolean;
  /** Lasting satisfaction in deviations: the root of answers and of leaving. */
  readonly temper: number;
  /** How much they use it; 1 is the average. */
  readonly usage: number;
  stage: 'trial' | 'subscribed' | 'away';
  /** Counts up at each return, since a new subscription begins. */
  serial: number;
  terms: Terms;
  /** Agreed for the next charge (a downgrade). */
  nextTerms: Terms | null;
  /** The first charge of this rhythm; the nth falls n intervals later. */
  anchor: number;
  charges: number;
  lastOrder: { readonly id: string; readonly amount: number } | null;
  /** A cancellation at period end that has been said and has not yet come. */
  leaving: { readonly at: number; readonly event: string } | null;
  left: { readonly at: number; readonly reason: string } | null;
  /** The last day on which something happened to the subscription. */
  touched: number;
}

export const subscriptionOf = (customer: Customer): string => `${customer.id}-s${customer.serial}`;

export const segmentsOf = (customer: Customer, terms: Terms): Record<string, PropertyValue> => ({
  country: customer.country,
  channel: customer.channel,
  plan: terms.plan,
});
