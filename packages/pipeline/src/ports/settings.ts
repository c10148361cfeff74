import type { StoredSettings } from '@tidemark/core';

/**
 * Tenants' settings. Durable in history before any call that changes them resolves; the live store only caches.
 */
export interface SettingsStore {
  /** Version 0 with all defaults where nothing is stored. */
  read(tenant: string): Promise<StoredSettings>;
  /**
   * Fixes the tenant's currency if none is fixed, and answers what is in force afterwards: the caller compares.
   * Of two callers at the same moment one wins and both are answered the same.
   */
  fixCurrency(tenant: string, currency: string): Promise<StoredSettings>;
}
