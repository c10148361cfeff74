import type { ClickHouseClient } from '@clickhouse/client';
import { type Event, parseEvent } from '@tidemark/core';
import { sorted } from '../failures.ts';

/** What counted of a tenant, from the records that came before a moment. */
export interface FactsQuery {
  readonly tenant: string;
  readonly knownBefore: number;
}

const FACTS = 'facts(tenant = {tenant:String}, known_before = {known_before:Int64})';
/** A filter of customers is sent in pieces that an address and a query can hold. */
const CUSTOMERS_AT_ONCE = 2_000;

const ask = <T>(client: ClickHouseClient, query: string, params: Record<string, unknown>) =>
  sorted('read facts', async () => {
    const result = await client.query({ query, query_params: params, format: 'JSONEachRow' });
    return result.json<T>();
  });

/** The time of the `count`-th newest standing event, or of the oldest where there are fewer; null where there is none. */
export const timeOfNewest = async (
  client: ClickHouseClient,
  { tenant, knownBefore }: FactsQuery,
  count: number,
): Promise<number | null> => {
  const [row] = await ask<{ time: string; rows: string }>(
    client,
    `SELECT min(time) AS time, count() AS rows FROM (SELECT time FROM ${FACTS} ORDER BY time DESC LIMIT {count:UInt32})`,
    { tenant, known_before: knownBefore, count },
  );
  return row === undefined || row.rows === '0' ? null : Number(row.time);
};

/** All standing events of each customer who has one with `time` at or after `from`. */
export const timelinesSince = async (
  client: ClickHouseClient,
  { tenant, knownBefore }: FactsQuery,
  from: number,
): Promise<readonly (readonly Event[])[]> => {
  const params = { tenant, known_before: knownBefore };
  const customers = await ask<{ customer: string }>(
    client,
    `SELECT DISTINCT customer FROM ${FACTS} WHERE time >= {from:Int64}`,
    { ...params, from },
  );
  const timelines: Event[][] = [];
  for (let start = 0; start < customers.length; start += CUSTOMERS_AT_ONCE) {
    const names = customers.slice(start, start + CUSTOMERS_AT_ONCE).map(({ customer }) => customer);
    const rows = await ask<{ customer: string; payload: string; known_at: string }>(
      client,
      `SELECT customer, payload, known_at FROM ${FACTS} WHERE customer IN {names:Array(String)} ORDER BY customer`,
      { ...params, names },
    );
    let last: string | null = null;
    for (const { customer, payload, known_at } of rows) {
      const parsed = parseEvent(JSON.parse(payload), { now: Number(known_at) });
      if (!parsed.ok) throw new Error(`history holds an event that is none: ${parsed.rejection.message}`);
      if (customer !== last) timelines.push([]);
      last = customer;
      timelines.at(-1)!.push(parsed.value);
    }
  }
  return timelines;
};

/** When the newest record of a tenant came; null where none has. */
export const lastArrival = async (client: ClickHouseClient, tenant: string): Promise<number | null> => {
  const [row] = await ask<{ known_at: string; rows: string }>(
    client,
    "SELECT max(known_at) AS known_at, count() AS rows FROM events WHERE tenant = {tenant:String} AND outcome = 'applied'",
    { tenant },
  );
  return row === undefined || row.rows === '0' ? null : Number(row.known_at);
};
