import { readFileSync } from 'node:fs';
import type { ClickHouseClient } from '@clickhouse/client';
import { type MovementType, parseDuration, type Settings } from '@tidemark/core';
import { cellParameters, cellSql, type Grouping } from './groups.ts';
import type { LedgerQuery, LedgerRow } from './ledger.ts';
import { AS_KNOWN_NOW } from './periodSums.ts';
import { NO_LIMIT, streamRows } from './streamRows.ts';

const QUERY = readFileSync(new URL('groupedLedger.sql', import.meta.url), 'utf8');

/** What of a movement belongs to one group. `before` and `after` are the customer's as a whole. */
export interface GroupedRow extends LedgerRow {
  /** null: one of all the others. */
  readonly group: string | null;
  readonly amount: bigint;
  /** What came from other groups, and went to them, at the same instant. */
  readonly moved_in: bigint;
  readonly moved_out: bigint;
}

export interface GroupedLedgerQuery extends LedgerQuery {
  readonly settings: Settings;
  readonly grouping: Grouping;
  /** The largest groups; the others are folded into one. */
  readonly top: number;
}

interface Cells {
  readonly customer: string;
  readonly time: string;
  readonly type: MovementType;
  readonly before: string;
  readonly after: string;
  readonly event: string;
  readonly known_at: string;
  readonly part: string;
  readonly moved_in: string;
  readonly moved_out: string;
  readonly grouped: string | null;
  readonly position: readonly string[];
}

const rowOf = ({ grouped, part, ...row }: Cells): GroupedRow => ({
  ...row,
  time: Number(row.time),
  known_at: Number(row.known_at),
  sign: 1,
  before: BigInt(row.before),
  after: BigInt(row.after),
  group: grouped,
  amount: BigInt(part),
  moved_in: BigInt(row.moved_in),
  moved_out: BigInt(row.moved_out),
});

/** The ledger as it stands by groups, newest first, read as it is taken. `limit` null: all of it. */
export async function* streamGroupedLedger(
  client: ClickHouseClient,
  {
    grouping,
    settings,
    after,
    type,
    customer,
    limit,
    ...query
  }: Omit<GroupedLedgerQuery, 'limit'> & {
    readonly limit: number | null;
  },
): AsyncGenerator<GroupedRow> {
  const [p0 = '0', p1 = '', p2 = ''] = after ?? [];
  const rows = streamRows<Cells>(client, cellSql(QUERY, grouping), {
    ...query,
    ...cellParameters(grouping),
    grace: parseDuration(settings.renewal_grace) ?? 0,
    known_before: AS_KNOWN_NOW,
    type: type ?? '',
    customer: customer ?? '',
    limit: limit ?? NO_LIMIT,
    page: after === null ? '' : 'next',
    p0,
    p1,
    p2,
  });
  for await (const row of rows) yield rowOf(row);
}
