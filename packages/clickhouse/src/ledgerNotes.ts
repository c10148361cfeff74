import type { ClickHouseClient } from '@clickhouse/client';
import type { MovementType, StandingMovement } from '@tidemark/core';
import type { Ledger } from '@tidemark/pipeline';
import { sorted } from './failures.ts';

/** FINAL: a row that stands twice for a while must not be corrected. */
const STANDING = `SELECT customer, time, type, before, after, event, sum(m.sign) AS times
                  FROM movements AS m FINAL
                  WHERE tenant = {tenant:String} AND partition = {partition:UInt16} AND customer IN {customers:Array(String)}
                  GROUP BY customer, time, type, before, after, event
                  HAVING times != 0`;

const NOTES = `SELECT tenant, partition, version, known_at, whole FROM ledgers WHERE partition = {partition:UInt16}`;

type Cells = Readonly<Record<'customer' | 'time' | 'before' | 'after' | 'event' | 'times', string>> & {
  readonly type: MovementType;
};

/** The ledger as whoever corrects it sees and marks it. */
export const createLedger = (client: ClickHouseClient): Ledger => ({
  standing: (partition, tenant, customers) =>
    sorted('movements that stand', async () => {
      const standing = new Map<string, StandingMovement[]>();
      if (customers.length === 0) return standing;
      const result = await client.query({
        query: STANDING,
        query_params: { partition, tenant, customers },
        format: 'JSONEachRow',
      });
      for (const { customer, time, type, before, after, event, times } of await result.json<Cells>()) {
        const rows = standing.get(customer) ?? [];
        standing.set(customer, rows);
        rows.push({
          time: Number(time),
          type,
          before: BigInt(before),
          after: BigInt(after),
          event,
          times: Number(times),
        });
      }
      return standing;
    }),
  notes: (partition) =>
    sorted('notes of the ledger', async () => {
      const result = await client.query({ query: NOTES, query_params: { partition }, format: 'JSONEachRow' });
      const rows =
        await result.json<Record<'tenant' | 'partition' | 'version' | 'known_at' | 'whole', string>>();
      return rows.map(({ tenant, whole, ...note }) => ({
        tenant,
        partition: Number(note.partition),
        version: Number(note.version),
        known_at: Number(note.known_at),
        isWhole: Number(whole) === 1,
      }));
    }),
  note: ({ isWhole, ...note }) =>
    sorted('note the ledger', async () => {
      await client.insert({
        table: 'ledgers',
        format: 'JSONEachRow',
        values: [{ ...note, whole: isWhole ? 1 : 0 }],
      });
    }),
});
