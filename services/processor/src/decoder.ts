import { parseEvent } from '@tidemark/core';
import { partitionFor } from '@tidemark/kafka';
import { type RecordDecoder, RetryLater } from '@tidemark/pipeline';
import type { EventCodec } from '@tidemark/schemas';

/** Avro and Kafka's hash, as the pipeline asks for them. Records are checked as strictly as what comes over HTTP. */
export const createRecordDecoder = (codec: EventCodec, partitions: number): RecordDecoder => ({
  prepare: async (records) => {
    try {
      await codec.prepare(records.map(({ value }) => value));
    } catch (error) {
      throw new RetryLater(`schema registry: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  },
  decode: (value, known_at) => {
    const decoded = codec.decode(value);
    return decoded.ok ? parseEvent(decoded.value, { now: known_at }) : decoded;
  },
  partitionOf: (key) => partitionFor(key, partitions),
});
