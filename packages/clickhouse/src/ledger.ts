import type { ClickHouseClient } from '@clickhouse/client';
import type { MovementType } from '@tidemark/core';
import { NO_LIMIT, streamRows } from './streamRows.ts';

/** A row of the ledger as it is read. Times in epoch milliseconds, MRR in thousandths of a minor unit. */
export interface LedgerRow {
  readonly customer: string;
  readonly time: number;
  readonly type: MovementType;
  readonly before: bigint;
  readonly after: bigint;
  readonly event: string;
  readonly known_at: number;
  /** +1 where the row stands or was added, −1 where it was taken back. */
  readonly sign: number;
  /** Where the next page begins. */
  readonly position: readonly string[];
}

export interface LedgerQuery {
  readonly tenant: string;
  /** Rows with `from` ≤ time < `to`. */
  readonly from: number;
  readonly to: number;
  readonly type: MovementType | null;
  readonly customer: string | null;
  readonly limit: number;
  /** `position` of the last row of the page before. */
  readonly after: readonly string[] | null;
}

const FILTER = `tenant = {tenant:String} AND time >= {from:Int64} AND time < {to:Int64}
    AND ({type:String} = '' OR type = {type:String}) AND ({customer:String} = '' OR customer = {customer:String})`;

/** What stands as known now, newest first: rows that were added once more than they were taken back. */
const STANDING = `
SELECT customer, time, type, before, after, event, maxIf(known_at, sign > 0) AS known_at, 1 AS sign,
       [toString(time), customer, event] AS position
FROM movements
WHERE ${FILTER}
    AND ({page:String} = '' OR (time, customer, event) < ({p0:Int64}, {p1:String}, {p2:String}))
GROUP BY customer, time, type, before, after, event
HAVING sum(movements.sign) > 0
ORDER BY time DESC, customer DESC, event DESC
LIMIT {limit:UInt32}`;

/** Every row ever written, in the order in which it became known, newest first. */
const HISTORY = `
SELECT customer, time, type, before, after, event, known_at, sign,
       [toString(known_at), toString(partition), toString(offset), toString(sequence)] AS position
FROM movements
WHERE ${FILTER}
    AND ({page:String} = '' OR (known_at, partition, offset, sequence) < ({p0:Int64}, {p1:UInt16}, {p2:UInt64}, {p3:UInt32}))
ORDER BY known_at DESC, partition DESC, offset DESC, sequence DESC
LIMIT {limit:UInt32}`;

type Cells = Readonly<Record<Exclude<keyof LedgerRow, 'position'>, string>> & {
  readonly position: readonly string[];
};

const parametersOf = ({ after, type, customer, ...query }: LedgerQuery, history: boolean) => {
  const [p0 = '0', p1, p2, p3 = '0'] = after ?? [];
  return {
    ...query,
    type: type ?? '',
    customer: customer ?? '',
    page: after === null ? '' : 'next',
    p0,
    p1: p1 ?? (history ? '0' : ''),
    p2: p2 ?? (history ? '0' : ''),
    p3,
  };
};

const rowOf = (row: Cells): LedgerRow => ({
  ...row,
  type: row.type as MovementType,
  time: Number(row.time),
  known_at: Number(row.known_at),
  sign: Number(row.sign),
  before: BigInt(row.before),
  after: BigInt(row.after),
});

export const readLedger = async (
  client: ClickHouseClient,
  query: LedgerQuery,
  history: boolean,
): Promise<readonly LedgerRow[]> => {
  const result = await client.query({
    query: history ? HISTORY : STANDING,
    query_params: parametersOf(query, history),
    format: 'JSONEachRow',
  });
  return (await result.json<Cells>()).map(rowOf);
};

/** All rows, read as they are taken. */
export async function* streamLedger(
  client: ClickHouseClient,
  query: Omit<LedgerQuery, 'limit' | 'after'>,
  history: boolean,
): AsyncGenerator<LedgerRow> {
  const parameters = parametersOf({ ...query, limit: NO_LIMIT, after: null }, history);
  for await (const row of streamRows<Cells>(client, history ? HISTORY : STANDING, parameters))
    yield rowOf(row);
}
