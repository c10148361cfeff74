import type { ClickHouseClient } from '@clickhouse/client';
import { type AlertEvent, type Event, type EventType, parseEvent } from '@tidemark/core';
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

/** Events of only these types. */
const OF_TYPES = '(empty({types:Array(String)}) OR type IN {types:Array(String)})';

/**
 * The time of the `count`-th newest standing event, or of the oldest where there are fewer; null where there is none. Of `types` alone,
 * where any are given.
 */
export const timeOfNewest = async (
  client: ClickHouseClient,
  { tenant, knownBefore }: FactsQuery,
  count: number,
  types: readonly EventType[] = [],
): Promise<number | null> => {
  const [row] = await ask<{ time: string; rows: string }>(
    client,
    `SELECT min(time) AS time, count() AS rows FROM (SELECT time FROM ${FACTS} WHERE ${OF_TYPES} ORDER BY time DESC LIMIT {count:UInt32})`,
    { tenant, known_before: knownBefore, count, types },
  );
  return row === undefined || row.rows === '0' ? null : Number(row.time);
};

/** The different times of standing events from one to another, both with them, in order. */
export const timesBetween = async (
  client: ClickHouseClient,
  { tenant, knownBefore }: FactsQuery,
  first: number,
  last: number,
): Promise<readonly number[]> => {
  const rows = await ask<{ time: string }>(
    client,
    `SELECT DISTINCT time FROM ${FACTS} WHERE time >= {first:Int64} AND time <= {last:Int64} ORDER BY time`,
    { tenant, known_before: knownBefore, first, last },
  );
  return rows.map(({ time }) => Number(time));
};

const MOST_RECORDS = 10_000;

/**
 * Records that came from a moment on and touch what had happened up to `until`: events with such a `time`, and voids of one. In the
 * order in which they came.
 */
export const recordsSince = async (
  client: ClickHouseClient,
  { tenant, knownBefore }: FactsQuery,
  since: number,
  until: number,
): Promise<readonly AlertEvent[]> => {
  const rows = await ask<{
    id: string;
    type: string;
    customer: string;
    time: string;
    known_at: string;
    voids: string;
  }>(
    client,
    `SELECT id, type, customer, time, known_at, voids
     FROM events
     WHERE tenant = {tenant:String} AND outcome = 'applied' AND known_at >= {since:Int64} AND known_at < {known_before:Int64}
         AND if(type = 'void', (customer, voids) IN (
             SELECT customer, id FROM events WHERE tenant = {tenant:String} AND outcome = 'applied' AND time <= {until:Int64}
         ), time <= {until:Int64})
     ORDER BY known_at, partition, offset LIMIT 1 BY partition, offset LIMIT ${MOST_RECORDS}`,
    { tenant, known_before: knownBefore, since, until },
  );
  return rows.map(({ time, known_at, voids, ...row }) => ({
    ...row,
    time: Number(time),
    known_at: Number(known_at),
    voids: voids === '' ? null : voids,
  }));
};

/**
 * The earliest moment that records which came from a moment on may have changed anything of: of a void, that of the event it takes back.
 * Null where nothing came.
 */
export const touchedSince = async (
  client: ClickHouseClient,
  { tenant, knownBefore }: FactsQuery,
  since: number,
): Promise<number | null> => {
  const came =
    "tenant = {tenant:String} AND outcome = 'applied' AND known_at >= {since:Int64} AND known_at < {known_before:Int64}";
  const [row] = await ask<{ time: string; rows: string }>(
    client,
    `SELECT min(least(time, effective)) AS time, count() AS rows
     FROM events
     WHERE (${came} AND type != 'void') OR (tenant = {tenant:String} AND outcome = 'applied' AND (customer, id) IN (
         SELECT customer, voids FROM events WHERE ${came} AND type = 'void'
     ))`,
    { tenant, known_before: knownBefore, since },
  );
  return row === undefined || row.rows === '0' ? null : Number(row.time);
};

/** All standing events of some types of each customer who has one of them with `time` at or after `from`, a customer at a time. */
export const timelinesSince = async (
  client: ClickHouseClient,
  { tenant, knownBefore }: FactsQuery,
  from: number,
  types: readonly EventType[],
  each: (events: readonly Event[]) => void,
): Promise<void> => {
  const params = { tenant, known_before: knownBefore, types };
  const customers = await ask<{ customer: string }>(
    client,
    `SELECT DISTINCT customer FROM ${FACTS} WHERE time >= {from:Int64} AND ${OF_TYPES}`,
    { ...params, from },
  );
  for (let start = 0; start < customers.length; start += CUSTOMERS_AT_ONCE) {
    const names = customers.slice(start, start + CUSTOMERS_AT_ONCE).map(({ customer }) => customer);
    const rows = await ask<{ customer: string; payload: string; known_at: string }>(
      client,
      `SELECT customer, payload, known_at FROM ${FACTS} WHERE customer IN {names:Array(String)} AND ${OF_TYPES} ORDER BY customer`,
      { ...params, names },
    );
    let events: Event[] = [];
    for (const [index, { customer, payload, known_at }] of rows.entries()) {
      const parsed = parseEvent(JSON.parse(payload), { now: Number(known_at) });
      if (!parsed.ok) throw new Error(`history holds an event that is none: ${parsed.rejection.message}`);
      events.push(parsed.value);
      if (rows[index + 1]?.customer === customer) continue;
      each(events);
      events = [];
    }
  }
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

/** A pause between two arrivals; `next` is null where nothing has come since. */
export interface Silence {
  readonly last: number;
  readonly next: number | null;
}

/** Pauses of a tenant's arrivals of at least a length that reach into a span, in order. */
export const readSilences = async (
  client: ClickHouseClient,
  tenant: string,
  from: number,
  to: number,
  length: number,
): Promise<readonly Silence[]> => {
  const rows = await ask<{ last: string; next: string }>(
    client,
    `SELECT last, next
     FROM (
         SELECT known_at AS last, leadInFrame(known_at, 1, {to:Int64}) OVER (
             ORDER BY known_at ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
         ) AS next
         FROM (SELECT DISTINCT known_at FROM events WHERE tenant = {tenant:String} AND outcome = 'applied')
     )
     WHERE next - last >= {length:Int64} AND next > {from:Int64}
     ORDER BY last`,
    { tenant, from, to, length },
  );
  return rows.map(({ last, next }) => ({
    last: Number(last),
    next: Number(next) === to ? null : Number(next),
  }));
};
