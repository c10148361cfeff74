import type { HistoryTable } from '../plan.ts';
import type { OutboxEntry, OutboxRows, PendingRange } from '../ports/outbox.ts';

/**
 * Names one insert for ever: the same range of the same table is the same rows. Corrections may share a range of offsets with others before
 * them, and never the number of the first.
 */
export const insertToken = (
  table: HistoryTable,
  topic: string,
  partition: number,
  { first, last }: PendingRange,
  entries: readonly OutboxEntry[],
): string => {
  const name = `${table}:${topic}:${partition}:${first}-${last}`;
  if (table !== 'corrections') return name;
  return `${name}:${entries.flatMap(({ rows }) => rows.corrections.offsets)[0]}`;
};

/**
 * Milliseconds that an insert may be late: from a look at history's clock before the reservation is confirmed until history takes the
 * rows. Whoever was frozen for longer must ask again whether the range is still his. Longer than a slow link, and shorter
 * than history remembers tokens.
 */
export const INSERT_PATIENCE = 60_000;

export interface Insertion {
  readonly count: number;
  readonly chunks: readonly Uint8Array[];
  /** Highest offset of a row, null where there is none to send. */
  readonly last: number | null;
}

/** The rows of a table that history does not hold yet: each entry's rows above `highest`. */
export const insertionOf = (
  entries: readonly OutboxEntry[],
  table: HistoryTable,
  highest: number | null,
): Insertion => {
  let count = 0;
  let last: number | null = null;
  const chunks: Uint8Array[] = [];
  for (const entry of entries) {
    const rows = entry.rows[table];
    const start = firstAbove(rows, highest);
    if (start === rows.offsets.length) continue;
    count += rows.offsets.length - start;
    chunks.push(start === 0 ? rows.bytes : rows.bytes.subarray(rows.ends[start - 1]));
    last = rows.offsets.at(-1)!;
  }
  return { count, chunks, last };
};

const firstAbove = ({ offsets }: OutboxRows, highest: number | null): number => {
  if (highest === null) return 0;
  const index = offsets.findIndex((offset) => offset > highest);
  return index < 0 ? offsets.length : index;
};
