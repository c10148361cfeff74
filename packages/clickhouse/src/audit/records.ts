import type { ClickHouseClient } from '@clickhouse/client';
import {
  CORRECTIONS,
  type Cut,
  type HistoryAudit,
  type RecordOutcome,
  type RowCount,
} from '@tidemark/pipeline';
import { upTo } from './cut.ts';

const RECORDS = `SELECT partition, outcome, uniqExact(offset) AS offsets FROM events GROUP BY partition, outcome`;

const EVENT_ROWS = `SELECT partition, count() AS rows, uniqExact(offset) AS places, places AS wanted
                    FROM events GROUP BY partition`;

const MOVEMENT_ROWS = `SELECT partition, sum(r) AS rows, sum(s) AS places, sum(m) AS wanted
                       FROM (
                           SELECT partition, count() AS r, uniqExact(sequence) AS s, max(sequence) + 1 AS m
                           FROM movements WHERE sequence < ${CORRECTIONS} GROUP BY partition, offset
                           UNION ALL
                           SELECT partition, count(), uniqExact(sequence), toUInt64(max(sequence) - ${CORRECTIONS})
                           FROM movements WHERE sequence >= ${CORRECTIONS} GROUP BY partition
                       )
                       GROUP BY partition`;

const GAPS = `SELECT after AS first, offset - 1 AS last
              FROM (
                  SELECT offset, lagInFrame(offset + 1) OVER (ORDER BY offset ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS after
                  FROM (
                      SELECT DISTINCT offset FROM events WHERE partition = {partition:UInt16} AND offset < {next:UInt64}
                      UNION DISTINCT SELECT {next:UInt64}
                  )
              )
              WHERE offset > after
              ORDER BY offset LIMIT 5`;

const DOUBLED = `SELECT offset, count() AS rows FROM events
                 WHERE partition = {partition:UInt16} AND offset < {next:UInt64}
                 GROUP BY offset HAVING rows > 1 ORDER BY offset LIMIT 5`;

const HIGHEST = `SELECT partition, max(offset) AS highest FROM (
                     SELECT partition, offset FROM events UNION ALL SELECT partition, offset FROM movements
                 ) WHERE partition IN {partitions:Array(UInt16)} GROUP BY partition`;

const TENANTS = `SELECT partition, groupUniqArray(toString(tenant)) AS tenants FROM events
                 WHERE outcome != 'dead' GROUP BY partition`;

type RecordQuestions = Pick<
  HistoryAudit,
  'records' | 'eventRows' | 'movementRows' | 'gaps' | 'doubled' | 'highest' | 'tenants'
>;

/** Whether each record of the log is in history once, whatever it was. */
export const recordQuestions = (client: ClickHouseClient): RecordQuestions => {
  const ask = async <Row>(
    query: string,
    query_params: Record<string, unknown>,
    clickhouse_settings = {},
  ): Promise<readonly Row[]> => {
    const result = await client.query({ query, query_params, clickhouse_settings, format: 'JSONEachRow' });
    return result.json<Row>();
  };
  const rowCounts = async (query: string, cut: Cut): Promise<readonly RowCount[]> => {
    const rows = await ask<Record<keyof RowCount, string>>(query, {}, upTo(cut));
    return rows.map(({ partition, rows: count, places, wanted }) => ({
      partition: Number(partition),
      rows: Number(count),
      places: Number(places),
      wanted: Number(wanted),
    }));
  };

  return {
    records: async (cut) => {
      const rows = await ask<{ partition: string; outcome: RecordOutcome; offsets: string }>(
        RECORDS,
        {},
        upTo(cut),
      );
      const counts = new Map<number, Record<RecordOutcome, number>>();
      for (const { partition, outcome, offsets } of rows) {
        const held = counts.get(Number(partition)) ?? { applied: 0, duplicate: 0, conflict: 0, dead: 0 };
        held[outcome] += Number(offsets);
        counts.set(Number(partition), held);
      }
      return counts;
    },
    eventRows: (cut) => rowCounts(EVENT_ROWS, cut),
    movementRows: (cut) => rowCounts(MOVEMENT_ROWS, cut),
    gaps: async (partition, next) => {
      const rows = await ask<{ first: string; last: string }>(GAPS, { partition, next });
      const ranges = rows.map(({ first, last }) => (first === last ? first : `${first} to ${last}`));
      return ranges.length === 0 ? 'no gap in offsets' : `none at offsets ${ranges.join(', ')}`;
    },
    doubled: async (partition, next) => {
      const rows = await ask<{ offset: string; rows: string }>(DOUBLED, { partition, next });
      return rows.map(({ offset, rows: count }) => `${count} at offset ${offset}`).join(', ');
    },
    highest: async (partitions) => {
      const rows = await ask<{ partition: string; highest: string }>(HIGHEST, { partitions });
      return new Map(rows.map(({ partition, highest }) => [Number(partition), Number(highest)]));
    },
    tenants: async (cut) => {
      const rows = await ask<{ partition: string; tenants: string[] }>(TENANTS, {}, upTo(cut));
      return new Map(rows.map(({ partition, tenants }) => [Number(partition), tenants]));
    },
  };
};
