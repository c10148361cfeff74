import { recordKey } from '@tidemark/core';
import { RetryLater, StopPartition } from '../failures.ts';
import { CORRECTIONS, type EventRow, type HistoryTable, type MovementRow } from '../plan.ts';
import type { History } from '../ports/history.ts';
import { INSERT_PATIENCE } from '../settle/insertion.ts';
import { decodeTwinRows } from './rowEncoder.ts';

const UTF8 = new TextEncoder();

/** History in memory, for rows of `twinEncoder`. */
export interface HistoryTwin extends History {
  readonly events: () => readonly EventRow[];
  /** Corrections included. */
  readonly movements: () => readonly MovementRow[];
}

/**
 * `window`: how many tokens of a table it remembers, as the real one forgets them too. Its clock is its inserts: half as many take as long
 * as one may be late.
 */
export const createHistoryTwin = (window = 1_000): HistoryTwin => {
  const rows: Record<HistoryTable, { readonly partition: number; readonly offset: number }[]> = {
    events: [],
    movements: [],
    corrections: [],
  };
  const tokens: Record<HistoryTable, string[]> = { events: [], movements: [], corrections: [] };

  let clock = 0;
  const tick = INSERT_PATIENCE / Math.max(1, window / 2);

  const highestOf = (table: HistoryTable, partition: number): number | null => {
    const offsets = rows[table].filter((row) => row.partition === partition).map(({ offset }) => offset);
    return offsets.length === 0 ? null : Math.max(...offsets);
  };

  const movementsOf = (table: 'movements' | 'corrections') =>
    rows[table] as unknown as readonly MovementRow[];

  return {
    insert: async (table, token, count, chunks, until) => {
      if (clock > until) throw new RetryLater(`${token}: arrived too late`);
      if (tokens[table].includes(token)) return;
      const decoded = decodeTwinRows(chunks) as (typeof rows)[typeof table];
      if (decoded.length !== count)
        throw new StopPartition(
          `${token}: ${decoded.length} rows, told ${count}`,
          'docs/runbook/store-refuses.md',
        );
      clock += tick;
      rows[table].push(...decoded);
      tokens[table].push(token);
      if (tokens[table].length > window) tokens[table].shift();
    },
    now: async () => clock,
    highest: async (partition) => {
      const corrections = movementsOf('corrections').filter((row) => row.partition === partition);
      return {
        events: highestOf('events', partition),
        movements: highestOf('movements', partition),
        corrections:
          corrections.length === 0
            ? null
            : Math.max(...corrections.map(({ sequence }) => sequence)) - CORRECTIONS,
      };
    },
    records: async (partition, from, until, limit) =>
      (rows.events as unknown as readonly EventRow[])
        .filter((row) => row.partition === partition && row.offset >= from && row.offset < until)
        .toSorted((a, b) => a.offset - b.offset)
        .slice(0, limit)
        .map(({ tenant, offset, known_at, event }) => ({
          partition,
          offset,
          known_at,
          key: event === null ? null : UTF8.encode(recordKey(tenant, event.customer)),
          value: event === null ? null : UTF8.encode(JSON.stringify(event)),
        })),
    events: () => rows.events as unknown as readonly EventRow[],
    movements: () => [...movementsOf('movements'), ...movementsOf('corrections')],
  };
};
