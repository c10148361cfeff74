import { type PartName, SHARED_PARTS } from '@tidemark/core';
import type { CustomerKey } from '@tidemark/pipeline';
import { keyText } from '@tidemark/pipeline';
import { bucketOf } from './bucket.ts';

/** Every key there is. All of a partition share a hash tag, so that one script may touch them together, on a cluster too. */

const tag = (partition: number): string => `tm:{p${String(partition).padStart(2, '0')}}`;

export const controlKey = (partition: number): string => `${tag(partition)}:control`;
export const outboxKey = (partition: number): string => `${tag(partition)}:outbox`;
/** What the partition stands still for, while it does. */
export const waitKey = (partition: number): string => `${tag(partition)}:waits`;
/** One short text for each entry of the outbox: `first:last:rows:bytes:last event row`. */
export const outboxIndexKey = (partition: number): string => `${tag(partition)}:outbox:index`;
/** Hash of the tenants seen → the history version they are counted by. */
export const tenantsKey = (partition: number): string => `${tag(partition)}:tenants`;
/** Hash of a bucket's customers → hot part. */
export const hotKey = (partition: number, bucket: number): string => `${tag(partition)}:customers:${bucket}`;
/** Hash of a bucket's customers → one of the first cold parts. */
export const sharedKey = (partition: number, { kind, index }: PartName, bucket: number): string =>
  `${tag(partition)}:${kind}:${index}:${bucket}`;
/** Hash of one customer's further cold parts, `chunk:N` and `seen:N`. */
export const ownKey = (partition: number, customer: string): string => `${tag(partition)}:long:${customer}`;

/** Where one part of a customer is kept. */
export interface PartPlace {
  readonly key: string;
  readonly field: string;
}

export const placeOf = (partition: number, key: CustomerKey, part: PartName): PartPlace => {
  const customer = keyText(key);
  if (part.kind === 'hot') return { key: hotKey(partition, bucketOf(customer)), field: customer };
  if (part.index < SHARED_PARTS)
    return { key: sharedKey(partition, part, bucketOf(customer)), field: customer };
  return { key: ownKey(partition, customer), field: `${part.kind}:${part.index}` };
};
/** Hash of a tenant's sums, by the fields of sums/fields.ts. No tenant's name holds a colon. */
export const sumsKey = (partition: number, tenant: string, history_version: number): string =>
  `${tag(partition)}:sums:${tenant}:${history_version}`;
/** Counts changes of settings after which sums must be counted anew. */
export const SETTINGS_CHANGES_KEY = 'tm:{settings}:changes';
/** One hash tag for all, so that those of a batch's tenants are read at once. */
export const settingsKey = (tenant: string): string => `tm:{settings}:tenant:${tenant}`;
/** Set of the partitions that a rebuild under way has dealt with. No tenant's name is empty. */
export const rebuildNotesKey = (tenant: string | null): string => `tm:rebuild:${tenant ?? ''}`;
/** Stream of the newest changes of alerts; each entry has the fields `tenant` and `body`. */
export const alertFeedKey = 'tm:alerts:feed';
/** Hash of a tenant’s alert rules and their groups (`placeName`) → where each stands. One hash tag for all, so that one script may touch them together. */
export const alertStatesKey = (tenant: string): string => `tm:{alerts}:states:${tenant}`;
/** What alert rules did and history does not hold yet. */
export const ALERT_ENTRIES_KEY = 'tm:{alerts}:entries';
/** What the audit found so far, as JSON. */
export const AUDIT_KEY = 'tm:audit';
/** Hash of tenants → up to which moment of arrival late events were looked at for crossings of the past. */
export const ALERT_LATE_KEY = 'tm:{alerts}:late';
