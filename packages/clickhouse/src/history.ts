import { Readable } from 'node:stream';
import type { ClickHouseClient } from '@clickhouse/client';
import { recordKey } from '@tidemark/core';
import { CORRECTIONS, type HighestOffsets, type History, type HistoryTable } from '@tidemark/pipeline';
import { createServerClock } from './clock.ts';
import { sorted } from './failures.ts';
import { EVENT_COLUMNS } from './rows/events.ts';
import { MOVEMENT_COLUMNS } from './rows/movements.ts';

const EVENTS = `events (${EVENT_COLUMNS.map(({ name }) => name).join(', ')})`;
const MOVEMENTS = `movements (${MOVEMENT_COLUMNS.map(({ name }) => name).join(', ')})`;

const INTO: Readonly<Record<HistoryTable, string>> = {
  events: EVENTS,
  movements: MOVEMENTS,
  corrections: MOVEMENTS,
};

/** The events and movements tables as the pipeline's History. */
export const createHistory = (client: ClickHouseClient): History => {
  const now = createServerClock(client);
  return {
    insert: (table, token, count, chunks, until) =>
      sorted(`insert of ${count} rows into ${table}`, async () => {
        const { stream } = await client.exec({
          query: `INSERT INTO ${INTO[table]} FORMAT RowBinary`,
          values: Readable.from(
            chunks.map((chunk) => Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)),
          ),
          clickhouse_settings: {
            insert_deduplication_token: token,
            insert_deduplicate: 1,
            // What the constraint `in_time` of both tables reads: the only word a statement can give to it.
            log_comment: `until ${Math.floor(until / 1000)}`,
            // One block: either all rows of the range are there or none.
            max_insert_block_size: '1048576',
            min_insert_block_size_rows: '1048576',
            min_insert_block_size_bytes: '0',
          },
        });
        // The connection is free for the next request only once the answer has been read.
        for await (const _ of stream);
      }),
    now: () => sorted('clock', now),
    records: (partition, from, until, limit) =>
      sorted('raw events', async () => {
        const result = await client.query({
          query: `SELECT tenant, customer, offset, known_at, payload FROM events
                WHERE partition = {partition:UInt16} AND offset >= {from:UInt64} AND offset < {until:UInt64}
                ORDER BY offset LIMIT 1 BY offset LIMIT {limit:UInt32}`,
          query_params: { partition, from, until, limit },
          format: 'JSONEachRow',
        });
        const rows =
          await result.json<Record<'tenant' | 'customer' | 'offset' | 'known_at' | 'payload', string>>();
        return rows.map(({ tenant, customer, offset, known_at, payload }) => ({
          partition,
          offset: Number(offset),
          known_at: Number(known_at),
          key: payload === '' ? null : Buffer.from(recordKey(tenant, customer)),
          value: payload === '' ? null : Buffer.from(payload),
        }));
      }),
    highest: (partition) =>
      sorted('highest offsets', async () => {
        const result = await client.query({
          query: `SELECT 'events' AS history, max(offset) AS highest, count() AS rows FROM events WHERE partition = {partition:UInt16}
                UNION ALL
                SELECT 'movements', maxIf(offset, sequence < {first:UInt32}), countIf(sequence < {first:UInt32})
                FROM movements WHERE partition = {partition:UInt16}
                UNION ALL
                SELECT 'corrections', toUInt64(if(count() = 0, 0, max(sequence) - {first:UInt32})), count()
                FROM movements WHERE partition = {partition:UInt16} AND sequence >= {first:UInt32}`,
          query_params: { partition, first: CORRECTIONS },
          format: 'JSONEachRow',
        });
        const rows = await result.json<{ history: HistoryTable; highest: string; rows: string }>();
        return Object.fromEntries(
          rows.map(({ history, highest, rows: count }) => [
            history,
            Number(count) === 0 ? null : Number(highest),
          ]),
        ) as unknown as HighestOffsets;
      }),
  };
};
