import type { StandingMovement } from '@tidemark/core';
import type { Ledger, LedgerNote } from '../ports/ledger.ts';
import type { HistoryTwin } from './history.ts';

/** The ledger that a history in memory holds. */
export const createLedgerTwin = (history: HistoryTwin): Ledger => {
  const notes: LedgerNote[] = [];
  return {
    standing: async (partition, tenant, customers) => {
      const standing = new Map<string, Map<string, StandingMovement>>();
      for (const row of history.movements()) {
        if (row.partition !== partition || row.tenant !== tenant || !customers.includes(row.customer))
          continue;
        const { customer, time, type, before, after, event, sign } = row;
        const held = standing.get(customer) ?? new Map<string, StandingMovement>();
        standing.set(customer, held);
        const text = [time, type, before, after, event].join(' ');
        const times = (held.get(text)?.times ?? 0) + sign;
        held.set(text, { time, type, before, after, event, times });
      }
      return new Map(
        [...standing].map(([customer, held]) => [
          customer,
          [...held.values()].filter(({ times }) => times !== 0),
        ]),
      );
    },
    notes: async (partition) => notes.filter((note) => note.partition === partition),
    note: async (note) => void notes.push(note),
  };
};
