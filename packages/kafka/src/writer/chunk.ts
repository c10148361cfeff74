import type { OutgoingRecord } from './eventWriter.ts';

export interface Waiting {
  readonly record: OutgoingRecord;
  readonly settle: (error: unknown) => void;
}

/**
 * kafkajs makes one record batch a partition of what one request holds, and a broker refuses batches over 1 MiB; a
 * request's whole size stays below it, as all its records may have one key. kafkajs also copies a partition's list
 * for each record it adds, which is quadratic.
 */
const CHUNK_BYTES = 900_000;
const CHUNK_RECORDS = 2_000;
/** Key, varints and headers of a record, generously. */
const OVERHEAD = 64;

/** The longest record that fits a chunk. */
export const LONGEST_VALUE = CHUNK_BYTES;

/** Takes from the front what fits one request; at least one. */
export const takeChunk = (waiting: Waiting[]): Waiting[] => {
  let bytes = 0;
  let count = 0;
  while (count < waiting.length && count < CHUNK_RECORDS) {
    const { key, value } = waiting[count]!.record;
    bytes += value.length + key.length * 3 + OVERHEAD;
    if (count > 0 && bytes > CHUNK_BYTES) break;
    count++;
  }
  return waiting.splice(0, count);
};
