import type { LogRecord, LogSlice } from '@tidemark/pipeline';
import type { Batch, KafkaMessage } from 'kafkajs';

/** Where the fetch began; kafkajs has it on the object but not in its types. */
const fetchedOffset = (batch: Batch): number =>
  Number((batch as Batch & { fetchedOffset: string }).fetchedOffset);

const recordOf = (partition: number, message: KafkaMessage): LogRecord => ({
  partition,
  offset: Number(message.offset),
  known_at: Number(message.timestamp),
  key: message.key,
  value: message.value,
});

export const sliceOf = (batch: Batch): LogSlice => ({
  partition: batch.partition,
  from: fetchedOffset(batch),
  next: Number(batch.lastOffset()) + 1,
  records: batch.messages.map((message) => recordOf(batch.partition, message)),
});
