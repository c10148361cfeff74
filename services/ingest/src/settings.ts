import type { SettingsCache, SettingsStore } from '@tidemark/pipeline';
import type { Log } from '@tidemark/runtime';
import type { FixCurrency } from './currency.ts';

/** Looks into the live store's copy first, so that a tenant whose currency is fixed is served while history is away. */
export const fixCurrencyWith =
  (cache: SettingsCache, store: SettingsStore, log: Log): FixCurrency =>
  async (tenant, wanted) => {
    const [cached] = await cache.read([tenant]).catch((error) => {
      log.debug({ err: error }, 'settings are not in reach in the live store');
      return [null];
    });
    if (cached?.settings.currency) return cached.settings.currency;
    const stored = (await store.fixCurrencies(new Map([[tenant, wanted]]))).get(tenant)!;
    await cache
      .write(stored)
      .catch((error) => log.debug({ err: error }, 'settings not copied to the live store'));
    // Fixed by the line above, whoever won.
    return stored.settings.currency!;
  };
