import { randomUUID } from 'node:crypto';
import type { ClickHouseClient } from '@clickhouse/client';
import {
  DEFAULT_SETTINGS,
  defaultSettingsOf,
  nextSettings,
  type Settings,
  type StoredSettings,
} from '@tidemark/core';
import type { SettingsByTenant, SettingsStore } from '@tidemark/pipeline';
import { sorted } from './failures.ts';

/** The durable settings, and the one way to change them. */
export interface DurableSettings extends SettingsStore {
  /** What is in force of one tenant. */
  of(tenant: string): Promise<StoredSettings>;
  /**
   * Stores a new version made from the one in force, and answers what is in force afterwards: of two callers at once one
   * wins each version, and the other's change is made again on top of it.
   */
  change(tenant: string, change: (settings: Settings) => Settings): Promise<StoredSettings>;
  /** Every version there was, the first one first. */
  versions(tenant: string): Promise<readonly StoredSettings[]>;
}

interface Row {
  readonly tenant: string;
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
const IN_FORCE = `SELECT tenant, version, settings, writer FROM settings WHERE tenant IN {tenants:Array(String)}
                  ORDER BY tenant, version DESC, changed_at, writer LIMIT 1 BY tenant`;

interface InForce {
  readonly stored: StoredSettings;
  readonly writer: string | null;
}

const inForceOf = (tenant: string, row: Row | undefined): InForce =>
  row === undefined
    ? { stored: defaultSettingsOf(tenant), writer: null }
    : { stored: storedOf(tenant, row), writer: row.writer };

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
  const inForce = async (tenants: readonly string[]): Promise<ReadonlyMap<string, InForce>> => {
    const rows = await sorted('read settings', async () => {
      const result = await client.query({
        query: IN_FORCE,
        query_params: { tenants },
        format: 'JSONEachRow',
      });
      return result.json<Row>();
    });
    const byTenant = new Map(rows.map((row) => [row.tenant, row]));
    return new Map(tenants.map((tenant) => [tenant, inForceOf(tenant, byTenant.get(tenant))]));
  };

  const insert = (
    changed: readonly { readonly stored: StoredSettings; readonly settings: Settings }[],
    writer: string,
  ) =>
    sorted('store settings', () =>
      client.insert({
        table: 'settings',
        format: 'JSONEachRow',
        values: changed.map(({ stored, settings }) => {
          const changed_at = now();
          const { tenant, version, settings: _, ...versions } = nextSettings(stored, settings, changed_at);
          return {
            tenant,
            version,
            settings: JSON.stringify({ ...settings, ...versions }),
            changed_at,
            writer,
          };
        }),
      }),
    );

  /** `next` by tenant. Tenants that another caller won meanwhile are tried again, on top of what that one stored. */
  const store = async (
    next: ReadonlyMap<string, (settings: Settings) => Settings>,
  ): Promise<SettingsByTenant> => {
    const done = new Map<string, StoredSettings>();
    for (let open = [...next.keys()]; open.length > 0; open = open.filter((tenant) => !done.has(tenant))) {
      // What the caller's own `next` refuses is the caller's.
      const changes = [...(await inForce(open)).values()].map(({ stored }) => ({
        stored,
        settings: next.get(stored.tenant)!(stored.settings),
      }));
      const isSame = ({ stored, settings }: (typeof changes)[number]) =>
        JSON.stringify(settings) === JSON.stringify(stored.settings);
      for (const change of changes) if (isSame(change)) done.set(change.stored.tenant, change.stored);
      const changed = changes.filter((change) => !isSame(change));
      if (changed.length === 0) continue;
      const writer = randomUUID();
      await insert(changed, writer);
      for (const [tenant, after] of await inForce(changed.map(({ stored }) => stored.tenant)))
        if (after.writer === writer) done.set(tenant, after.stored);
    }
    return done;
  };

  return {
    of: async (tenant) => (await inForce([tenant])).get(tenant)!.stored,
    read: async (tenants) =>
      new Map([...(await inForce(tenants))].map(([tenant, { stored }]) => [tenant, stored])),
    versions: (tenant) => sorted('read versions of settings', () => readSettingsVersions(client, tenant)),
    change: async (tenant, change) => (await store(new Map([[tenant, change]]))).get(tenant)!,
    fixCurrencies: (currencies) =>
      store(
        new Map(
          [...currencies].map(([tenant, currency]) => [
            tenant,
            (settings) => (settings.currency === null ? { ...settings, currency } : settings),
          ]),
        ),
      ),
  };
};
