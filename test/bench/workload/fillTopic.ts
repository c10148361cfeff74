import { EVENTS_PARTITIONS, EVENTS_TOPIC, partitionFor } from '@tidemark/kafka';
import type { Kafka, Message } from 'kafkajs';
import type { BenchRecord } from './workload.ts';

const BATCH = 500;

/** Writes records to the events topic, each partition's in order, in batches of 500. Answers how many there were. */
export const fillTopic = async (
  kafka: Kafka,
  records: Iterable<BenchRecord>,
  progress: (written: number) => void,
): Promise<number> => {
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  const gathered: Message[][] = Array.from({ length: EVENTS_PARTITIONS }, () => []);
  let written = 0;
  const send = async (partition: number): Promise<void> => {
    const messages = gathered[partition]!;
    gathered[partition] = [];
    await producer.send({ topic: EVENTS_TOPIC, acks: 1, messages });
    written += messages.length;
    progress(written);
  };
  try {
    for (const { key, value } of records) {
      const partition = partitionFor(key, EVENTS_PARTITIONS);
      const messages = gathered[partition]!;
      if (messages.push({ key, value, partition }) >= BATCH) await send(partition);
    }
    for (const partition of gathered.keys()) if (gathered[partition]!.length > 0) await send(partition);
  } finally {
    await producer.disconnect();
  }
  return written;
};
