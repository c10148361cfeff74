import { randomUUID } from 'node:crypto';
import type { ClickHouseClient } from '@clickhouse/client';
import {
  DEFAULT_SETTINGS,
  defaultSettingsOf,
  nextSettings,
  type Settings,
  type StoredSettings,
} from '@tidemark/core';
import type { SettingsStore } from '@tidemark/pipeline';
import { sorted } from './failures.ts';

/** The durable settings, and the one way to change them. */
export interface DurableSettings extends SettingsStore {
  /**
   * Stores a new version made from the one in force, and answers what is in force afterwards: of two callers at once one
   * wins each version, and the other's change is made again on top of it.
   */
  change(tenant: string, change: (settings: Settings) => Settings): Promise<StoredSettings>;
  /** Every version there was, the first one first. */
  versions(tenant: string): Promise<readonly StoredSettings[]>;
}

interface Row {
  readonly version: string;
  readonly settings: string;
  readonly writer: string;
}

/** Settings are kept as one JSON with the versions; those of older releases never changed the ledger. */
const storedOf = (
  tenant: string,
  { version, settings }: Pick<Row, 'version' | 'settings'>,
): StoredSettings => {
  const held = JSON.parse(settings) as Settings &
    Pick<StoredSettings, 'history_version'> &
    Partial<StoredSettings>;
  const { history_version, ledger_version = 0, ledger_changed_at = 0 } = held;
  const known = Object.fromEntries(
    Object.entries(held).filter(([name]) => Object.hasOwn(DEFAULT_SETTINGS, name)),
  );
  return {
    tenant,
    version: Number(version),
    history_version,
    ledger_version,
    ledger_changed_at,
    settings: { ...DEFAULT_SETTINGS, ...known },
  };
};

/** Of several rows with one version the first by (changed_at, writer) stands, so that two writers see the same winner. */
const IN_FORCE = `SELECT version, settings, writer FROM settings WHERE tenant = {tenant:String}
                  ORDER BY version DESC, changed_at, writer LIMIT 1`;

/** Every version there was of a tenant's settings, the first one first. */
export const readSettingsVersions = async (
  client: ClickHouseClient,
  tenant: string,
): Promise<readonly StoredSettings[]> => {
  const result = await client.query({
    query: `SELECT version, settings FROM settings WHERE tenant = {tenant:String}
            ORDER BY version, changed_at, writer LIMIT 1 BY version`,
    query_params: { tenant },
    format: 'JSONEachRow',
  });
  return (await result.json<Row>()).map((row) => storedOf(tenant, row));
};

export const createSettings = (client: ClickHouseClient, now: () => number): DurableSettings => {
  const inForce = async (
    tenant: string,
  ): Promise<{ readonly stored: StoredSettings; readonly writer: string | null }> => {
    const [row] = await sorted('read settings', async () => {
      const result = await client.query({ query: IN_FORCE, query_params: { tenant }, format: 'JSONEachRow' });
      return result.json<Row>();
    });
    if (row === undefined) return { stored: defaultSettingsOf(tenant), writer: null };
    return { stored: storedOf(tenant, row), writer: row.writer };
  };

  const store = async (tenant: string, next: (settings: Settings) => Settings): Promise<StoredSettings> => {
    for (;;) {
      const { stored } = await inForce(tenant);
      const settings = next(stored.settings);
      if (JSON.stringify(settings) === JSON.stringify(stored.settings)) return stored;
      const changed_at = now();
      const { tenant: _, version, settings: __, ...versions } = nextSettings(stored, settings, changed_at);
      const writer = randomUUID();
      // Only what the store says is sorted: a refusal of the caller's own `next` is the caller's.
      await sorted('store settings', () =>
        client.insert({
          table: 'settings',
          format: 'JSONEachRow',
          values: [
            {
              tenant,
              version,
              settings: JSON.stringify({ ...settings, ...versions }),
              changed_at,
              writer,
            },
          ],
        }),
      );
      const after = await inForce(tenant);
      if (after.writer === writer) return after.stored;
    }
  };

  return {
    read: async (tenant) => (await inForce(tenant)).stored,
    change: store,
    versions: (tenant) => sorted('read versions of settings', () => readSettingsVersions(client, tenant)),
    fixCurrency: (tenant, currency) =>
      store(tenant, (settings) => (settings.currency === null ? { ...settings, currency } : settings)),
  };
};
