import { currencyOf, type Event, type Outcome, ok, type Rejection, recordKey, reject } from '@tidemark/core';
import type { OutgoingRecord } from '@tidemark/kafka';
import type { Item } from './body/items.ts';
import { type FixCurrency, firstCurrency } from './currency.ts';

export interface Rejected extends Rejection {
  /** Position in the request, from 0; in NDJSON blank lines are not counted. */
  readonly index: number;
  readonly id: string | null;
}

export interface Accepted {
  readonly records: readonly OutgoingRecord[];
  readonly rejected: readonly Rejected[];
}

export interface AcceptDependencies {
  readonly fixCurrency: FixCurrency;
  readonly encode: (event: Event) => Buffer;
  /** Bytes of the longest value that Kafka takes. */
  readonly longest: number;
}

const checkCurrency = (event: Event, tenant: string, fixed: string | null): Outcome<Event> => {
  const currency = currencyOf(event);
  if (currency === null || currency === fixed) return ok(event);
  return reject(
    'wrong_currency',
    'currency',
    `currency: expected ${fixed}, the currency of tenant ${tenant}, got ${currency}`,
  );
};

/** What goes to Kafka, and what does not with the reason. Fixes the tenant's currency first, so that nothing is counted before. */
export const accept = async (
  tenant: string,
  items: readonly Item[],
  { fixCurrency, encode, longest }: AcceptDependencies,
): Promise<Accepted> => {
  const events = items.flatMap(({ outcome }) => (outcome.ok ? [outcome.value] : []));
  const wanted = firstCurrency(events);
  const fixed = wanted === null ? null : await fixCurrency(tenant, wanted);
  const records: OutgoingRecord[] = [];
  const rejected: Rejected[] = [];
  for (const [index, { id, outcome }] of items.entries()) {
    const checked = outcome.ok ? checkCurrency(outcome.value, tenant, fixed) : outcome;
    const record = checked.ok ? toRecord(tenant, checked.value, encode, longest) : checked;
    if (record.ok) records.push(record.value);
    else rejected.push({ index, id, ...record.rejection });
  }
  return { records, rejected };
};

const toRecord = (
  tenant: string,
  event: Event,
  encode: (event: Event) => Buffer,
  longest: number,
): Outcome<OutgoingRecord> => {
  const value = encode(event);
  return value.length <= longest
    ? ok({ key: recordKey(tenant, event.customer), value })
    : reject(
        'too_large',
        null,
        `the event: expected at most ${longest} bytes when encoded, got ${value.length}`,
      );
};
