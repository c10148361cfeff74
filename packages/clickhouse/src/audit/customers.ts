import type { ClickHouseClient } from '@clickhouse/client';
import type { CustomerSum, HistoryAudit } from '@tidemark/pipeline';
import { upTo } from './cut.ts';

const SIZE = `SELECT uniq(customer) AS customers FROM events WHERE tenant = {tenant:String} AND outcome = 'applied'`;

const SOME = `SELECT DISTINCT partition, customer FROM events
              WHERE tenant = {tenant:String} AND outcome = 'applied'
                  AND cityHash64(customer, {seed:UInt32}) % {parts:UInt64} = 0`;

const SUMS = `SELECT customer, count() AS facts, toString(sum(toInt128(time))) AS times,
                     toString(sum(toInt128(multiIf(type = 'purchase', charged, type = 'survey', score, amount)))) AS amounts
              FROM events
              WHERE tenant = {tenant:String} AND outcome = 'applied'
                  AND has({partitions:Array(UInt16)}, partition) AND customer IN {customers:Array(String)}
              GROUP BY customer`;

/** In the address of a request: as many as fit at any length of names. */
const AT_ONCE = 1_000;

const PAYLOADS = `SELECT count() AS rows, countIf(NOT alike) AS differing, groupArrayIf(3)(id, NOT alike) AS examples
                  FROM (
                      SELECT
                          id,
                          -- half a surrogate pair is kept as it came in the payload, and cannot be in a column
                          ((JSONExtractString(payload, 'id') = id AND JSONExtractString(payload, 'customer') = customer)
                              OR position(payload, '\\\\ud') > 0)
                          AND JSONExtractString(payload, 'type') = type
                          AND JSONExtractInt(payload, 'time') = time
                          AND JSONExtractInt(payload, 'amount') = amount
                          AND JSONExtractInt(payload, 'charged') = charged
                          AND JSONExtractInt(payload, 'quantity') = quantity
                          AND JSONExtractInt(payload, 'score') = score
                          AND if(JSONExtract(payload, 'effective_at', 'Nullable(Int64)') IS NULL, time, JSONExtractInt(payload, 'effective_at')) = effective
                              AS alike
                      FROM events
                      WHERE tenant = {tenant:String} AND outcome != 'dead'
                  )`;

type CustomerQuestions = Pick<HistoryAudit, 'someCustomers' | 'customerSums' | 'payloads'>;

export const customerQuestions = (client: ClickHouseClient): CustomerQuestions => ({
  someCustomers: async (tenant, size, seed) => {
    const sized = await client.query({ query: SIZE, query_params: { tenant }, format: 'JSONEachRow' });
    const [{ customers }] = (await sized.json<{ customers: string }>()) as [{ customers: string }];
    const parts = Math.max(1, Math.ceil(Number(customers) / size));
    const result = await client.query({
      query: SOME,
      query_params: { tenant, seed, parts },
      format: 'JSONEachRow',
    });
    const rows = await result.json<{ partition: string; customer: string }>();
    return rows.map(({ partition, customer }) => ({ partition: Number(partition), customer }));
  },
  customerSums: async (tenant, places, cut) => {
    const sums = new Map<string, CustomerSum>();
    for (let start = 0; start < places.length; start += AT_ONCE) {
      const some = places.slice(start, start + AT_ONCE);
      const result = await client.query({
        query: SUMS,
        query_params: {
          tenant,
          customers: some.map(({ customer }) => customer),
          partitions: [...new Set(some.map(({ partition }) => partition))],
        },
        clickhouse_settings: upTo(cut),
        format: 'JSONEachRow',
      });
      const rows = await result.json<Record<'customer' | 'facts' | 'times' | 'amounts', string>>();
      for (const { customer, facts, times, amounts } of rows)
        sums.set(customer, { facts: Number(facts), times: BigInt(times), amounts: BigInt(amounts) });
    }
    return sums;
  },
  payloads: async (tenant, cut) => {
    const result = await client.query({
      query: PAYLOADS,
      query_params: { tenant },
      clickhouse_settings: upTo(cut),
      format: 'JSONEachRow',
    });
    const [row] = await result.json<{ rows: string; differing: string; examples: string[] }>();
    return { rows: Number(row!.rows), differing: Number(row!.differing), examples: row!.examples };
  },
});
