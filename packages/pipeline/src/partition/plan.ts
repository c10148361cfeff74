import { decodeHot, HOT, type Hot, type VersionedDefinitions } from '@tidemark/core';
import { currenciesToFix, refuseOtherCurrencies } from '../decode/currency.ts';
import { type DecodedRecord, decodeRecord } from '../decode/decodeRecord.ts';
import { keyText } from '../fold/customerKey.ts';
import { type Folding, startFold } from '../fold/fold.ts';
import type { Plan } from '../plan.ts';
import type { SettingsByTenant } from '../ports/settings.ts';
import type { LoadPoint, PartAddress } from '../ports/state.ts';
import type { LogSlice } from '../ports/worker.ts';
import type { Retry } from '../retry.ts';
import type { WorkerContext } from './context.ts';
import type { StateCache } from './stateCache.ts';

const tenantsOf = (records: readonly DecodedRecord[]): readonly string[] => [
  ...new Set(records.flatMap((record) => (record.kind === 'accepted' ? [record.tenant] : []))),
];

/** Settings of the batch's tenants, with a currency fixed for every tenant whose first money comes in this batch. */
const readSettings = async (
  records: readonly DecodedRecord[],
  { settings }: WorkerContext,
  retry: Retry,
): Promise<SettingsByTenant> => {
  const known = await retry('read settings', () => settings.read(tenantsOf(records)));
  const toFix = currenciesToFix(records, known);
  if (toFix.size === 0) return known;
  const fixed = await retry('fix currencies', () => settings.fixCurrencies(toFix));
  return new Map([...known, ...fixed]);
};

/** Hot parts of the batch's customers that are known already, from the cache where it has them. */
const loadHots = async (
  at: LoadPoint,
  records: readonly DecodedRecord[],
  cache: StateCache,
  { state }: WorkerContext,
  retry: Retry,
): Promise<ReadonlyMap<string, Hot> | null> => {
  const hots = new Map<string, Hot>();
  const missing = new Map<string, PartAddress>();
  for (const record of records) {
    if (record.kind === 'dead') continue;
    const key = { tenant: record.tenant, customer: record.event.customer };
    const text = keyText(key);
    if (hots.has(text) || missing.has(text)) continue;
    const cached = cache.get(text);
    if (cached === undefined) missing.set(text, { key, ...HOT });
    else hots.set(text, decodeHot(cached));
  }
  if (missing.size === 0) return hots;
  const loaded = await retry('load hot parts', () => state.load(at, [...missing.values()]));
  if (loaded === null) return null;
  for (const [index, text] of [...missing.keys()].entries()) {
    const bytes = loaded[index];
    if (bytes !== null && bytes !== undefined) hots.set(text, decodeHot(bytes));
  }
  return hots;
};

/** Reads what the fold asks for, till it asks for nothing more: of late events and possible duplicates the cold parts. */
const loadMissing = async (
  at: LoadPoint,
  folding: Folding,
  { state }: WorkerContext,
  retry: Retry,
): Promise<boolean> => {
  for (let missing = folding.missing(); missing.length > 0; missing = folding.missing()) {
    const parts = missing;
    const loaded = await retry('load cold parts', () => state.load(at, parts));
    if (loaded === null) return false;
    folding.supply(loaded);
  }
  return true;
};

const definitionsOf = (
  settings: SettingsByTenant,
  { calendarFor }: WorkerContext,
): ReadonlyMap<string, VersionedDefinitions> =>
  new Map(
    [...settings].map(([tenant, stored]) => [
      tenant,
      {
        version: stored.history_version,
        definitions: { calendar: calendarFor(stored.settings.time_zone), settings: stored.settings },
      },
    ]),
  );

/** decode → load → transition* → fold: a slice of the log becomes a plan. Writes nothing but a tenant's currency. Null where fenced. */
export const makePlan = async (
  slice: LogSlice,
  epoch: number,
  base: number,
  cache: StateCache,
  context: WorkerContext,
  retry: Retry,
  /** Sees that the sums held are counted by these settings. False where the partition is lost. */
  count: (settings: SettingsByTenant) => Promise<boolean>,
): Promise<Plan | null> => {
  await retry('fetch schemas', () => context.decoder.prepare(slice.records));
  const decoded = slice.records.map((record) => decodeRecord(record, context.decoder));
  const settings = await readSettings(decoded, context, retry);
  if (!(await count(settings))) return null;
  const records = refuseOtherCurrencies(decoded, settings);
  const at = { partition: slice.partition, epoch, next: slice.from };
  const hots = await loadHots(at, records, cache, context, retry);
  if (hots === null) return null;
  const folding = startFold({ ...slice, records }, hots, definitionsOf(settings, context), base);
  return (await loadMissing(at, folding, context, retry)) ? folding.finish() : null;
};
