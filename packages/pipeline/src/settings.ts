import type { StoredSettings } from '@tidemark/core';
import type { SettingsByTenant } from './decode/currency.ts';
import type { SettingsCache, SettingsStore } from './ports/settings.ts';

/** Settings as a worker asks for them: of all tenants of a batch at once. */
export interface SettingsSource {
  readonly read: (tenants: readonly string[]) => Promise<SettingsByTenant>;
  /** As `SettingsCache.changes`. */
  readonly changes: () => Promise<string>;
  readonly fixCurrency: (tenant: string, currency: string) => Promise<StoredSettings>;
}

/** The durable store behind the live store's copy. What is read from the one is written to the other. */
export const cachedSettings = (cache: SettingsCache, store: SettingsStore): SettingsSource => {
  const remember = async (settings: StoredSettings): Promise<StoredSettings> => {
    await cache.write(settings);
    return settings;
  };
  return {
    read: async (tenants) => {
      const cached = await cache.read(tenants);
      const all = await Promise.all(
        tenants.map(async (tenant, index) => cached[index] ?? remember(await store.read(tenant))),
      );
      return new Map(all.map((settings) => [settings.tenant, settings]));
    },
    changes: () => cache.changes(),
    fixCurrency: async (tenant, currency) => remember(await store.fixCurrency(tenant, currency)),
  };
};
