import { type Event, parseEvent, recordKey, reject } from '@tidemark/core';
import type { RecordDecoder } from '../decode/decodeRecord.ts';
import type { LogRecord } from '../ports/log.ts';
import type { LogBounds, LogSlice } from '../ports/worker.ts';

const UTF8 = new TextEncoder();
const TEXT = new TextDecoder();

/** A topic in memory. Values are JSON of the contract's fields; a key's partition is any stable hash of it. */
export interface LogTwin {
  readonly partitions: number;
  /** Appends one record to the partition of its key, or to the one given. */
  readonly append: (key: string, value: unknown, known_at: number, partition?: number) => LogRecord;
  readonly bounds: (partition: number) => LogBounds;
  /** At most `count` records from an offset on. */
  readonly read: (partition: number, from: number, count: number) => LogSlice;
  readonly records: (partition: number) => readonly LogRecord[];
}

const hash = (key: Uint8Array): number => key.reduce((sum, byte) => (sum * 31 + byte) >>> 0, 7);

export const createLogTwin = (partitions: number): LogTwin => {
  const logs = Array.from({ length: partitions }, (): LogRecord[] => []);
  return {
    partitions,
    append: (key, value, known_at, partition) => {
      const bytes = UTF8.encode(key);
      const chosen = partition ?? hash(bytes) % partitions;
      const log = logs[chosen]!;
      const record = {
        partition: chosen,
        offset: log.length,
        known_at,
        key: bytes,
        value: typeof value === 'string' ? UTF8.encode(value) : UTF8.encode(JSON.stringify(value)),
      };
      log.push(record);
      return record;
    },
    bounds: (partition) => ({ begin: 0, end: logs[partition]!.length }),
    read: (partition, from, count) => {
      const records = logs[partition]!.slice(from, from + count);
      return { partition, from, next: from + records.length, records };
    },
    records: (partition) => logs[partition]!,
  };
};

/** An event as the contract's JSON: absent fields are absent. */
export const jsonOf = (event: Event): unknown => {
  const strip = (value: object): object =>
    Object.fromEntries(
      Object.entries(value)
        .filter(([, inner]) => inner !== null)
        .map(([name, inner]) => [name, typeof inner === 'object' ? strip(inner) : inner]),
    );
  const { customer, ...rest } = strip(event) as { customer?: string };
  return customer === '' ? rest : { ...rest, customer };
};

export const appendEvent = (log: LogTwin, tenant: string, event: Event, known_at: number): LogRecord =>
  log.append(recordKey(tenant, event.customer), jsonOf(event), known_at);

export const twinDecoder = (partitions: number): RecordDecoder => ({
  prepare: async () => undefined,
  decode: (value, known_at) => {
    try {
      return parseEvent(JSON.parse(TEXT.decode(value)), { now: known_at });
    } catch {
      return reject('undecodable', null, 'value: expected JSON');
    }
  },
  partitionOf: (key) => hash(key) % partitions,
});
