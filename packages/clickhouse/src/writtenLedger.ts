import { type ClickHouseClient, SettingsMap } from '@clickhouse/client';
import { changesLedger, DEFAULT_SETTINGS, type Settings, type StoredSettings } from '@tidemark/core';
import { sorted } from './failures.ts';
import { readSettingsVersions } from './settings.ts';

/** How history is to be read while partitions write a tenant's movements by other settings than before, one after another. */
export interface AsWritten {
  /** The last settings that all movements known by then were written by. */
  readonly settings: Settings;
  /** Only records and movements count that were known before it. */
  readonly knownBefore: number;
}

/** Of each partition whether it holds movements of a tenant, and the version of the ledger they are written by; 0 where none is noted. */
const WRITTEN = `SELECT partition, max(version) AS version, max(held) AS held
                 FROM (
                     SELECT DISTINCT partition, toUInt64(0) AS version, 1 AS held FROM movements WHERE tenant = {tenant:String}
                     UNION ALL
                     SELECT partition, version, 0 FROM ledgers WHERE tenant = {tenant:String} AND whole = 1
                 )
                 GROUP BY partition`;

const BEGUN = `SELECT min(known_at) AS known_at, count() AS notes
               FROM ledgers WHERE tenant = {tenant:String} AND version >= {version:UInt64}`;

/**
 * null where all movements of a tenant are written by its settings of now. `begun`: partitions whose live sums are counted by other
 * settings than those of now, the movements of which history may not hold yet.
 */
export const readAsWritten = (
  client: ClickHouseClient,
  { tenant, ledger_version }: StoredSettings,
  begun: readonly number[],
): Promise<AsWritten | null> =>
  sorted('how the ledger is written', async () => {
    const written = await client.query({ query: WRITTEN, query_params: { tenant }, format: 'JSONEachRow' });
    const noted = (await written.json<Record<'partition' | 'version' | 'held', string>>()).map((row) => ({
      partition: Number(row.partition),
      version: Number(row.version),
      isHeld: Number(row.held) === 1,
    }));
    const versions = new Map(begun.map((partition) => [partition, 0]));
    for (const { partition, version, isHeld } of noted)
      if (isHeld || versions.has(partition)) versions.set(partition, version);
    const oldest = Math.min(ledger_version, ...versions.values());
    if (oldest === ledger_version) return null;
    const history = await readSettingsVersions(client, tenant);
    const first = history.findIndex(
      ({ version, settings }, index) =>
        version > oldest && changesLedger(history[index - 1]?.settings ?? DEFAULT_SETTINGS, settings),
    );
    const change = history[first]!;
    const result = await client.query({
      query: BEGUN,
      query_params: { tenant, version: change.version },
      format: 'JSONEachRow',
    });
    const [notes] = await result.json<{ known_at: string; notes: string }>();
    const known_at = Number(notes!.notes) === 0 ? change.ledger_changed_at : Number(notes!.known_at);
    return {
      settings: history[first - 1]?.settings ?? DEFAULT_SETTINGS,
      knownBefore: Math.min(change.ledger_changed_at, known_at),
    };
  });

/** Tells whether all movements of a tenant are written by its settings of now (null), or how history is to be read meanwhile. */
export type WrittenReader = (stored: StoredSettings) => Promise<AsWritten | null>;

/** A batch that was counted by the settings of before may be under way for so long. */
const SETTLED_AFTER = 60_000;

/** What is whole once stays so till the settings change again: it is asked no more. `begun` as in `readAsWritten`. */
export const createWrittenReader = (
  client: ClickHouseClient,
  begun: (stored: StoredSettings) => Promise<readonly number[]>,
  now: () => number,
): WrittenReader => {
  const whole = new Map<string, number>();
  return async (stored) => {
    const { tenant, ledger_version, ledger_changed_at } = stored;
    if (ledger_version === 0 || whole.get(tenant) === ledger_version) return null;
    const written = await readAsWritten(client, stored, await begun(stored));
    if (written === null && now() > ledger_changed_at + SETTLED_AFTER) whole.set(tenant, ledger_version);
    return written;
  };
};

/** A client whose every query sees only what was known before a moment, inside views too. */
export const knownBefore = (client: ClickHouseClient, moment: number): ClickHouseClient => {
  const filter = `known_at < ${moment}`;
  const additional_table_filters = SettingsMap.from({ events: filter, movements: filter });
  return Object.assign(Object.create(client) as ClickHouseClient, {
    query: ((parameters: Parameters<ClickHouseClient['query']>[0]) =>
      client.query({
        ...parameters,
        clickhouse_settings: { ...parameters.clickhouse_settings, additional_table_filters },
      })) as ClickHouseClient['query'],
  });
};
