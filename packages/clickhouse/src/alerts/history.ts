import type { ClickHouseClient } from '@clickhouse/client';
import { type AlertEntry, type Place, storedEntry } from '@tidemark/core';
import { sorted } from '../failures.ts';

/** One attempt to deliver a message to a channel. */
export interface Attempt {
  readonly tenant: string;
  readonly alert: string;
  readonly message: string;
  readonly channel: string;
  readonly attempt: number;
  readonly outcome: 'delivered' | 'failed' | 'gone' | 'gave_up';
  /** No other attempt follows by itself. */
  readonly final: boolean;
  /** HTTP or SMTP; 0 where none came. */
  readonly status: number;
  readonly latency: number;
  readonly answer: string;
  readonly at: number;
}

/** The durable memory of what alert rules did and whom it was told. Entries may be appended again: one a version stands. */
export interface AlertHistory {
  append(entry: AlertEntry, writer: string): Promise<void>;
  /** The newest entry of each rule of a tenant, and of each of its groups: what the states are rebuilt from. */
  latest(tenant: string): Promise<readonly AlertEntry[]>;
  /** The same for all tenants. */
  latestOfAll(): Promise<readonly AlertEntry[]>;
  /** The newest entry of one place; null where there is none. */
  newest(tenant: string, place: Place): Promise<AlertEntry | null>;
  /** Newest first. */
  list(tenant: string, alert: string, limit: number): Promise<readonly AlertEntry[]>;
  /** The entry that was told under an id; null where there is none. */
  told(tenant: string, alert: string, message: string): Promise<AlertEntry | null>;
  /** Entries told since a moment whose delivery to one of their channels is not over. */
  open(since: number): Promise<readonly AlertEntry[]>;
  attempted(attempt: Attempt): Promise<void>;
  attempts(tenant: string, alert: string): Promise<readonly Attempt[]>;
}

interface Row {
  readonly entry: string;
}

/** Of several rows of one change the first; the newest changes first, as far as one place goes. */
const ONCE = 'ORDER BY tenant, alert, version DESC, at, writer LIMIT 1 BY tenant, alert, segment, version';
const NEWEST = 'ORDER BY tenant, alert, version DESC, at, writer LIMIT 1 BY tenant, alert, segment';

const segmentOf = ({ group }: Pick<Place, 'group'>): string => (group === null ? '' : `=${group}`);

export const createAlertHistory = (client: ClickHouseClient): AlertHistory => {
  const ask = <T>(query: string, query_params: Record<string, unknown>): Promise<readonly T[]> =>
    sorted('read what alerts did', async () => {
      const result = await client.query({ query, query_params, format: 'JSONEachRow' });
      return result.json<T>();
    });
  const entries = async (query: string, params: Record<string, unknown>) =>
    (await ask<Row>(query, params)).map(({ entry }) => storedEntry(entry));

  return {
    append: (entry, writer) =>
      sorted('store what an alert did', async () => {
        const { tenant, alert, version, at } = entry;
        const message = entry.message?.id ?? '';
        await client.insert({
          table: 'alert_history',
          format: 'JSONEachRow',
          values: [
            {
              tenant,
              alert,
              segment: segmentOf(entry),
              version,
              at,
              message,
              entry: JSON.stringify(entry),
              writer,
            },
          ],
        });
      }),
    latest: (tenant) =>
      entries(`SELECT entry FROM alert_history WHERE tenant = {tenant:String} ${NEWEST}`, { tenant }),
    latestOfAll: () => entries(`SELECT entry FROM alert_history ${NEWEST}`, {}),
    newest: async (tenant, place) =>
      (
        await entries(
          `SELECT entry FROM alert_history
           WHERE tenant = {tenant:String} AND alert = {alert:String} AND segment = {segment:String} ${NEWEST}`,
          { tenant, alert: place.alert, segment: segmentOf(place) },
        )
      )[0] ?? null,
    list: (tenant, alert, limit) =>
      entries(
        `SELECT entry FROM (
           SELECT entry, at, version FROM alert_history WHERE tenant = {tenant:String} AND alert = {alert:String} ${ONCE}
         ) ORDER BY at DESC, version DESC LIMIT {limit:UInt32}`,
        { tenant, alert, limit },
      ),
    told: async (tenant, alert, message) =>
      (
        await entries(
          `SELECT entry FROM alert_history
           WHERE tenant = {tenant:String} AND alert = {alert:String} AND message = {message:String} ${ONCE} LIMIT 1`,
          { tenant, alert, message },
        )
      )[0] ?? null,
    open: async (since) => {
      const told = await entries(
        `SELECT entry FROM alert_history WHERE at >= {since:Int64} AND message != '' ${ONCE}`,
        { since },
      );
      if (told.length === 0) return [];
      const over = await ask<{ message: string; channel: string }>(
        'SELECT DISTINCT message, channel FROM alert_deliveries WHERE final AND at >= {since:Int64}',
        { since },
      );
      const done = new Set(over.map(({ message, channel }) => `${message} ${channel}`));
      return told.filter(({ message }) =>
        message!.channels.some((channel) => !done.has(`${message!.id} ${channel}`)),
      );
    },
    attempted: (attempt) =>
      sorted('store a delivery', async () => {
        await client.insert({ table: 'alert_deliveries', format: 'JSONEachRow', values: [attempt] });
      }),
    attempts: async (tenant, alert) => {
      const rows = await ask<Attempt & { at: string }>(
        `SELECT * FROM alert_deliveries WHERE tenant = {tenant:String} AND alert = {alert:String}
         ORDER BY at DESC LIMIT 1000`,
        { tenant, alert },
      );
      return rows.map((row) => ({ ...row, at: Number(row.at) }));
    },
  };
};
