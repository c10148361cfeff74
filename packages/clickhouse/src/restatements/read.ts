import { readFileSync } from 'node:fs';
import type { ClickHouseClient } from '@clickhouse/client';
import type { MovementType } from '@tidemark/core';
import { CORRECTIONS } from '@tidemark/pipeline';
import type { LedgerRow } from '../ledger.ts';

const QUERY = readFileSync(new URL('restatements.sql', import.meta.url), 'utf8');

export interface RestatementQuery {
  readonly tenant: string;
  /** Starts of periods that follow each other without a gap, oldest first. Epoch milliseconds, like all that follows. */
  readonly starts: readonly number[];
  /** Only what had arrived before it was known then. */
  readonly since: number;
  /** Where the last period ended in a report of then, and where it ends in one of now. */
  readonly thenEnd: number;
  readonly nowEnd: number;
  /** Rows a period. */
  readonly limit: number;
  /** `position` of the last row of the page before. */
  readonly after: readonly string[] | null;
}

/** MRR of a period in thousandths of a minor unit; opening and movements make closing. */
export interface Figures {
  readonly opening: bigint;
  readonly movements: ReadonlyMap<MovementType, bigint>;
  readonly closing: bigint;
}

/**
 * The event whose arrival changed the ledger; `voids` names the event that it takes back, and is empty but for a void. Where the
 * settings changed instead, `type` is `settings` and `id` null.
 */
export interface Cause {
  readonly id: string | null;
  readonly type: string;
  readonly time: number;
  readonly voids: string;
}

/** A row that stands in one of the two reports only: +1 in that of now, −1 in that of then. */
export interface RestatedRow extends LedgerRow {
  /** null where history does not hold it (yet). */
  readonly cause: Cause | null;
}

export interface Restatement {
  readonly reported: Figures;
  readonly known: Figures;
  /** The last to become known first. */
  readonly rows: readonly RestatedRow[];
  /** How many more rows there are. */
  readonly more: number;
}

type Cells = readonly [
  place: readonly [known_at: string, partition: number, offset: string, sequence: number],
  customer: string,
  time: string,
  type: MovementType,
  before: string,
  after: string,
  event: string,
  sign: string,
  causeId: string,
  causeType: string,
  causeTime: string,
  voids: string,
];

interface PeriodRow {
  readonly period: string | number;
  readonly sums: readonly (readonly [type: MovementType, then: string, now: string])[];
  readonly number: string;
  readonly rows: readonly Cells[];
}

const rowOf = ([
  place,
  customer,
  time,
  type,
  before,
  after,
  event,
  sign,
  id,
  ...cause
]: Cells): RestatedRow => ({
  customer,
  time: Number(time),
  type,
  before: BigInt(before),
  after: BigInt(after),
  event,
  known_at: Number(place[0]),
  sign: Number(sign),
  position: place.map(String),
  cause: causeOf(place, id, cause),
});

const causeOf = (
  [known_at, , , sequence]: Cells[0],
  id: string,
  [type, time, voids]: readonly [type: string, time: string, voids: string],
): Cause | null => {
  if (Number(sequence) >= CORRECTIONS)
    return { id: null, type: 'settings', time: Number(known_at), voids: '' };
  return id === '' ? null : { id, type, time: Number(time), voids };
};

const figuresOf = (opening: bigint, sums: PeriodRow['sums'], column: 1 | 2): Figures => {
  const movements = new Map(sums.map((cells) => [cells[0], BigInt(cells[column])]));
  return {
    opening,
    movements,
    closing: [...movements.values()].reduce((sum, amount) => sum + amount, opening),
  };
};

/** Each period as it was known then and as it is known now, from one snapshot of the ledger. */
export const readRestatements = async (
  client: ClickHouseClient,
  { starts, thenEnd, nowEnd, after, ...query }: RestatementQuery,
): Promise<readonly Restatement[]> => {
  if (starts.length === 0) return [];
  const [p0, p1, p2, p3] = after ?? ['0', '0', '0', '0'];
  const result = await client.query({
    query: QUERY,
    clickhouse_settings: { enable_shared_storage_snapshot_in_query: 1 },
    query_params: {
      ...query,
      starts,
      then_end: thenEnd,
      now_end: nowEnd,
      page: after === null ? '' : 'next',
      p0,
      p1,
      p2,
      p3,
    },
    format: 'JSONEachRow',
  });
  const found = new Map((await result.json<PeriodRow>()).map((row) => [Number(row.period), row]));
  const before = found.get(0)?.sums ?? [];
  let [reported, known] = [figuresOf(0n, before, 1), figuresOf(0n, before, 2)];
  return starts.map((_, index) => {
    const { sums = [], rows = [], number = '0' } = found.get(index + 1) ?? {};
    reported = figuresOf(reported.closing, sums, 1);
    known = figuresOf(known.closing, sums, 2);
    return { reported, known, rows: rows.map(rowOf), more: Number(number) - rows.length };
  });
};
