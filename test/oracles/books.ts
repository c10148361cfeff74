import { activeBefore, firstActive } from './activity.ts';
import type { OracleEvent, OracleSettings, Spend } from './events.ts';
import { type Movement, movementsOf } from './movements.ts';
import { type Standing, standingCustomers, standingSpend } from './standing.ts';
import { committedBefore, worthBefore } from './subscriptions.ts';

/** One customer as known now; every answer is that of just before an instant. MRR in thousandths of a minor unit. */
export interface Customer {
  readonly standing: Standing;
  readonly worthBefore: (instant: number) => bigint;
  readonly committedBefore: (instant: number) => bigint;
  readonly activeBefore: (instant: number) => boolean;
  readonly firstActive: number | undefined;
  readonly movements: readonly Movement[];
}

/** All that a tenant's accepted events, in the order of the log, say of its customers. */
export interface Books {
  readonly customers: readonly Customer[];
  readonly spend: readonly Spend[];
  readonly settings: OracleSettings;
}

export const booksOf = (log: readonly OracleEvent[], settings: OracleSettings): Books => ({
  settings,
  spend: standingSpend(log),
  customers: standingCustomers(log).map((standing) => ({
    standing,
    worthBefore: (instant) => worthBefore(standing, instant, settings),
    committedBefore: (instant) => committedBefore(standing, instant, settings),
    activeBefore: (instant) => activeBefore(standing, instant, settings),
    firstActive: firstActive(standing, settings),
    movements: movementsOf(standing, settings),
  })),
});

export const customerOf = ({ customers }: Books, name: string): Customer | undefined =>
  customers.find(({ standing }) => standing.customer === name);

/** Every movement of every customer, oldest first. */
export const ledgerOf = ({ customers }: Books): readonly Movement[] =>
  customers.flatMap(({ movements }) => movements).toSorted((a, b) => a.time - b.time);
