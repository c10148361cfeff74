import type { SettingsByTenant, SettingsCache, SettingsStore } from './ports/settings.ts';

/** Settings as a worker asks for them: of all tenants of a batch at once. */
export interface SettingsSource {
  readonly read: (tenants: readonly string[]) => Promise<SettingsByTenant>;
  /** As `SettingsCache.changes`. */
  readonly changes: () => Promise<string>;
  /** As `SettingsStore.fixCurrencies`. */
  readonly fixCurrencies: (currencies: ReadonlyMap<string, string>) => Promise<SettingsByTenant>;
}

/** The durable store behind the live store's copy. What is read from the one is written to the other. */
export const cachedSettings = (cache: SettingsCache, store: SettingsStore): SettingsSource => {
  const remember = async (settings: SettingsByTenant): Promise<SettingsByTenant> => {
    await Promise.all([...settings.values()].map((each) => cache.write(each)));
    return settings;
  };
  return {
    read: async (tenants) => {
      const cached = await cache.read(tenants);
      const missing = tenants.filter((_, index) => cached[index] === null);
      const stored = missing.length === 0 ? [] : await remember(await store.read(missing));
      return new Map([
        ...cached.flatMap((each) => each ?? []).map((each) => [each.tenant, each] as const),
        ...stored,
      ]);
    },
    changes: () => cache.changes(),
    fixCurrencies: async (currencies) => remember(await store.fixCurrencies(currencies)),
  };
};
