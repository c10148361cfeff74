import type { ClickHouseClient } from '@clickhouse/client';
import { type PartitionControl, readOutboxIndex } from '@tidemark/redis';
import type { Redis } from 'ioredis';
import { type CheckResult, type Finding, resultOf } from './finding.ts';

interface Row {
  readonly partition: string;
  readonly rows: string;
  readonly offsets: string;
  readonly first: string;
  readonly last: string;
}

const QUERY = `SELECT partition, count() AS rows, uniqExact(offset) AS offsets, min(offset) AS first, max(offset) AS last
               FROM events GROUP BY partition`;

/**
 * Of each partition: history holds one row a record, with no gap, up to where the live store says it is stored; and the outbox
 * holds what is applied and not stored, and nothing else.
 */
export const checkOffsets = async (
  clickhouse: ClickHouseClient,
  redis: Redis,
  control: readonly PartitionControl[],
): Promise<readonly CheckResult[]> => {
  const result = await clickhouse.query({ query: QUERY, format: 'JSONEachRow' });
  const rows = new Map((await result.json<Row>()).map((row) => [Number(row.partition), row]));
  const once: Finding[] = [];
  const whole: Finding[] = [];
  const ends: Finding[] = [];
  const outboxes: Finding[] = [];
  for (const { partition, next, stored, backlog_rows } of control) {
    const where = `partition ${partition}`;
    const row = rows.get(partition);
    if (row !== undefined) {
      once.push({ check: 'one row a record', where, expected: row.offsets, found: row.rows });
      const span = Number(row.last) - Number(row.first) + 1;
      whole.push({ check: 'no gap in offsets', where, expected: String(span), found: row.offsets });
      ends.push({
        check: 'stored as far as said',
        where,
        expected: String(stored ?? 0),
        found: String(Number(row.last) + 1),
      });
    } else if ((stored ?? 0) > 0)
      ends.push({ check: 'stored as far as said', where, expected: String(stored), found: '0' });
    const entries = await readOutboxIndex(redis, partition);
    const waiting = entries.reduce((sum, entry) => sum + entry.rows, 0);
    outboxes.push({
      check: 'outbox holds what waits',
      where,
      expected: `${backlog_rows} rows, next ${next ?? 0}`,
      found: `${waiting} rows, next ${entries.length === 0 ? (stored ?? 0) : entries.at(-1)!.last + 1}`,
    });
  }
  return [
    resultOf('one row a record', once),
    resultOf('no gap in offsets', whole),
    resultOf('stored as far as said', ends),
    resultOf('outbox holds what waits', outboxes),
  ];
};
