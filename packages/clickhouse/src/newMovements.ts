import type { ClickHouseClient } from '@clickhouse/client';
import type { MovementType } from '@tidemark/core';
import { sorted } from './failures.ts';

/** Up to where a reader has followed the ledger: the first offset of each partition it has not seen, and the last instant at which it looked for what came due. */
export interface LedgerPlace {
  readonly offsets: readonly number[];
  readonly due: number;
}

/** A row of the ledger that became known, or whose time came. */
export interface NewMovement {
  readonly tenant: string;
  readonly customer: string;
  readonly time: number;
  readonly type: MovementType;
  readonly before: bigint;
  readonly after: bigint;
  readonly event: string;
  readonly known_at: number;
  readonly sign: number;
  readonly partition: number;
  readonly offset: number;
  /** Known before, and come due only now. */
  readonly cameDue: boolean;
}

/**
 * Each row is answered once by a reader who goes from place to place: where it becomes known, if its time has come by then,
 * and else where its time comes, unless it was taken back before. Rows of a partition are inserted in the order of their
 * offsets, so that what lies below `stored` is whole. Due ones first, then by partition and offset.
 */
const QUERY = `
WITH {seen:Array(UInt64)} AS seen, {stored:Array(UInt64)} AS stored
SELECT *
FROM (
    SELECT tenant, customer, time, type, before, after, event, max(m.known_at) AS known_at, toInt8(sum(m.sign)) AS sign,
           max(m.partition) AS partition, max(m.offset) AS offset, 1 AS came_due, toUInt32(0) AS sequence
    FROM movements AS m
    WHERE tenant IN {tenants:Array(String)} AND time > {due:Int64} AND time <= {now:Int64}
        AND m.offset < seen[m.partition + 1]
    GROUP BY tenant, customer, time, type, before, after, event
    HAVING sum(m.sign) != 0
    UNION ALL
    SELECT tenant, customer, time, type, before, after, event, known_at, sign, partition, offset, 0, sequence
    FROM movements
    WHERE tenant IN {tenants:Array(String)} AND offset >= {lowest:UInt64} AND time <= {now:Int64}
        AND offset >= seen[partition + 1] AND offset < stored[partition + 1]
)
ORDER BY came_due DESC, if(came_due = 1, time, 0), partition, offset, sequence
LIMIT {limit:UInt32}`;

type Cells = Readonly<Record<Exclude<keyof NewMovement, 'cameDue'> | 'came_due', string>>;

/** What happened to some tenants between two places. */
export const readNewMovements = (
  client: ClickHouseClient,
  tenants: readonly string[],
  from: LedgerPlace,
  to: LedgerPlace,
  limit: number,
): Promise<readonly NewMovement[]> =>
  sorted('new movements', async () => {
    const moving = from.offsets.filter((offset, partition) => offset < (to.offsets[partition] ?? 0));
    const result = await client.query({
      query: QUERY,
      query_params: {
        tenants,
        seen: from.offsets,
        stored: to.offsets,
        lowest: moving.length === 0 ? Number.MAX_SAFE_INTEGER : Math.min(...moving),
        due: from.due,
        now: to.due,
        limit,
      },
      format: 'JSONEachRow',
    });
    const rows = await result.json<Cells>();
    return rows.map(({ came_due, ...row }) => ({
      ...row,
      type: row.type as MovementType,
      time: Number(row.time),
      before: BigInt(row.before),
      after: BigInt(row.after),
      known_at: Number(row.known_at),
      sign: Number(row.sign),
      partition: Number(row.partition),
      offset: Number(row.offset),
      cameDue: Number(came_due) === 1,
    }));
  });
