import { defaultSettingsOf, nextSettings, type Settings, type StoredSettings } from '@tidemark/core';
import type { SettingsCache, SettingsStore } from '../ports/settings.ts';

export interface SettingsTwin extends SettingsStore {
  readonly held: (tenant: string) => StoredSettings;
  /** `now`: when; 0 where that is of no interest. */
  readonly change: (tenant: string, settings: Partial<Settings>, now?: number) => StoredSettings;
}

export const createSettingsTwin = (): SettingsTwin => {
  const stored = new Map<string, StoredSettings>();
  const read = (tenant: string): StoredSettings => stored.get(tenant) ?? defaultSettingsOf(tenant);
  const change: SettingsTwin['change'] = (tenant, changed, now = 0) => {
    const before = read(tenant);
    const after = nextSettings(before, { ...before.settings, ...changed }, now);
    stored.set(tenant, after);
    return after;
  };
  return {
    held: read,
    read: async (tenants) => new Map(tenants.map((tenant) => [tenant, read(tenant)])),
    fixCurrencies: async (currencies) =>
      new Map(
        [...currencies].map(([tenant, currency]) => {
          const before = read(tenant);
          return [tenant, before.settings.currency === null ? change(tenant, { currency }) : before];
        }),
      ),
    change,
  };
};

/** The copy goes with the live store: one that was rolled back is not believed. */
export interface SettingsCacheTwin extends SettingsCache {
  readonly rolledBack: () => void;
}

export const createSettingsCacheTwin = (): SettingsCacheTwin => {
  const cached = new Map<string, StoredSettings>();
  let lives = 0;
  return {
    rolledBack: () => {
      cached.clear();
      lives++;
    },
    read: async (tenants) => tenants.map((tenant) => cached.get(tenant) ?? null),
    write: async (settings) => {
      if ((cached.get(settings.tenant)?.version ?? -1) <= settings.version)
        cached.set(settings.tenant, settings);
    },
    changes: async () =>
      [lives, ...[...cached].map(([tenant, { history_version }]) => `${tenant} ${history_version}`)].join(),
  };
};
