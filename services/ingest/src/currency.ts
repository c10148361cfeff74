import { currencyOf, type Event } from '@tidemark/core';

/**
 * The currency in force of a tenant; fixes `wanted` durably where there is none yet. Rejects where that cannot be known
 * now.
 */
export type FixCurrency = (tenant: string, wanted: string) => Promise<string>;

const MOST_TENANTS = 10_000;

/** Asks once for each tenant: what is fixed never changes. */
export const rememberCurrency = (fix: FixCurrency): FixCurrency => {
  const fixed = new Map<string, string>();
  return async (tenant, wanted) => {
    const known = fixed.get(tenant);
    if (known !== undefined) return known;
    const currency = await fix(tenant, wanted);
    // A bound, not a policy: a forgotten tenant is asked for again.
    if (fixed.size >= MOST_TENANTS) fixed.clear();
    fixed.set(tenant, currency);
    return currency;
  };
};

export const firstCurrency = (events: Iterable<Event>): string | null => {
  for (const event of events) {
    const currency = currencyOf(event);
    if (currency !== null) return currency;
  }
  return null;
};
