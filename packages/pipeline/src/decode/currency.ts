import { currencyOf } from '@tidemark/core';
import type { SettingsByTenant } from '../ports/settings.ts';
import { type DecodedRecord, deadLetter } from './decodeRecord.ts';

/** Tenants that have no currency yet and the one their first event with money asks for. To be fixed before anything is counted. */
export const currenciesToFix = (
  records: readonly DecodedRecord[],
  settings: SettingsByTenant,
): ReadonlyMap<string, string> => {
  const currencies = new Map<string, string>();
  for (const record of records) {
    if (record.kind === 'dead' || currencies.has(record.tenant)) continue;
    const currency = currencyOf(record.event);
    if (currency !== null && settings.get(record.tenant)?.settings.currency === null)
      currencies.set(record.tenant, currency);
  }
  return currencies;
};

/** Events in another currency than their tenant's become dead letters. */
export const refuseOtherCurrencies = (
  records: readonly DecodedRecord[],
  settings: SettingsByTenant,
): readonly DecodedRecord[] =>
  records.map((record) => {
    if (record.kind === 'dead') return record;
    const currency = currencyOf(record.event);
    const fixed = settings.get(record.tenant)?.settings.currency;
    if (currency === null || currency === fixed) return record;
    return deadLetter(record.record, {
      code: 'wrong_currency',
      field: 'currency',
      message: `currency: expected ${fixed}, the currency of tenant ${record.tenant}, got ${currency}`,
    });
  });
