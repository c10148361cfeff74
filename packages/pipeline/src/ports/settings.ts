import type { StoredSettings } from '@tidemark/core';

export type SettingsByTenant = ReadonlyMap<string, StoredSettings>;

/**
 * Tenants' settings. Durable in history before any call that changes them resolves; the live store only caches.
 */
export interface SettingsStore {
  /** Of each tenant; version 0 with all defaults where nothing is stored. */
  read(tenants: readonly string[]): Promise<SettingsByTenant>;
  /**
   * Fixes currencies, by tenant, where none is fixed, and answers what is in force afterwards: the caller compares.
   * Of two callers at the same moment one wins each tenant, and both are answered the same. Many tenants cost as many questions as one.
   */
  fixCurrencies(currencies: ReadonlyMap<string, string>): Promise<SettingsByTenant>;
}

/**
 * The live store's copy of settings: fast, may be empty, is never the truth. A live store that was restarted or took over from another may have been
 * rolled back: it answers null for whatever was written before, and `changes` another text.
 */
export interface SettingsCache {
  /** One batched read, in the order of `tenants`; null where not cached. */
  read(tenants: readonly string[]): Promise<readonly (StoredSettings | null)[]>;
  /** Keeps what is there where that is newer: a slow reader must not put old settings over new ones. */
  write(settings: StoredSettings): Promise<void>;
  /** Another text than before once the settings of any tenant have changed what past events count for. */
  changes(): Promise<string>;
}
