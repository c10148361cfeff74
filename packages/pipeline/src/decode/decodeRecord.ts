import type { Event, Outcome, Rejection } from '@tidemark/core';
import { parseRecordKey, reject } from '@tidemark/core';
import type { DeadLetter, LogRecord } from '../ports/log.ts';

/** What the decode step must be given: it knows neither Avro nor Kafka's hash. */
export interface RecordDecoder {
  /** Fetches what `decode` needs for these records, such as schemas of other writers. RetryLater where that must wait. */
  readonly prepare: (records: readonly LogRecord[]) => Promise<void>;
  /** Bytes of a record to a checked event. `known_at`: the append time, against which "too far ahead" is measured. */
  readonly decode: (value: Uint8Array, known_at: number) => Outcome<Event>;
  /** The partition a key belongs to. */
  readonly partitionOf: (key: Uint8Array) => number;
}

export interface AcceptedRecord {
  readonly record: LogRecord;
  readonly tenant: string;
  readonly event: Event;
}

/** A record on its way: an event, or a dead letter. Both keep their place in the order of offsets. */
export type DecodedRecord =
  | ({ readonly kind: 'accepted' } & AcceptedRecord)
  | { readonly kind: 'dead'; readonly letter: DeadLetter };

export const deadLetter = (record: LogRecord, { code, field, message }: Rejection): DecodedRecord => ({
  kind: 'dead',
  letter: { record, code, field, message },
});

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const readKey = (bytes: Uint8Array): { readonly tenant: string; readonly customer: string } | null => {
  try {
    return parseRecordKey(UTF8.decode(bytes));
  } catch {
    return null;
  }
};

const accept = (record: LogRecord, { decode, partitionOf }: RecordDecoder): Outcome<AcceptedRecord> => {
  const key = record.key === null ? null : readKey(record.key);
  if (record.key === null || key === null)
    return reject('wrong_key', null, 'key: expected tenant:customer in UTF-8, or tenant: for spend');
  const partition = partitionOf(record.key);
  if (partition !== record.partition)
    return reject(
      'wrong_partition',
      null,
      `partition: expected ${partition}, the murmur2 hash of the key, got ${record.partition}`,
    );
  if (record.value === null) return reject('undecodable', null, 'value: expected an event, got none');
  const decoded = decode(record.value, record.known_at);
  if (!decoded.ok) return decoded;
  if (decoded.value.customer !== key.customer)
    return reject('wrong_key', 'customer', `customer: expected the one of the key, got another`);
  return { ok: true, value: { record, tenant: key.tenant, event: decoded.value } };
};

/** One record to an event or a dead letter. Never throws. */
export const decodeRecord = (record: LogRecord, decoder: RecordDecoder): DecodedRecord => {
  const accepted = accept(record, decoder);
  return accepted.ok ? { kind: 'accepted', ...accepted.value } : deadLetter(record, accepted.rejection);
};
