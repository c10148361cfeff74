import { isTenantName } from './tenant.ts';

/** Key of an event's Kafka record. All of one customer's events share it and so one partition. `customer` is '' for `spend`. */
export const recordKey = (tenant: string, customer: string): string => `${tenant}:${customer}`;

/** Tenant up to the first colon, customer after it; null where the text is no key. */
export const parseRecordKey = (
  key: string,
): { readonly tenant: string; readonly customer: string } | null => {
  const colon = key.indexOf(':');
  if (colon < 0) return null;
  const tenant = key.slice(0, colon);
  return isTenantName(tenant) ? { tenant, customer: key.slice(colon + 1) } : null;
};
