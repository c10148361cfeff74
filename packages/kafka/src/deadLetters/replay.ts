import type { Kafka } from 'kafkajs';
import { DEAD_LETTERS_TOPIC } from '../topics.ts';
import { createEventWriter, type OutgoingRecord } from '../writer/eventWriter.ts';
import type { Origin } from './letters.ts';

/** What a letter is sent again as, and which one it was. */
export interface Replayed {
  readonly origin: Origin;
  readonly record: OutgoingRecord;
}

/** Notes behind the letters that they were sent again. */
const noteReplayed = async (kafka: Kafka, origins: readonly Origin[], at: number): Promise<void> => {
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  try {
    await producer.send({
      topic: DEAD_LETTERS_TOPIC,
      acks: -1,
      messages: origins.map(({ topic, partition, offset }) => ({
        key: null,
        value: null,
        headers: {
          origin_topic: topic,
          origin_partition: String(partition),
          origin_offset: String(offset),
          replayed_at: String(at),
        },
      })),
    });
  } finally {
    await producer.disconnect();
  }
};

/**
 * Sends letters again, and then notes that it did. A crash between the two offers them again: their events repeat an id and
 * count once all the same.
 */
export const replayLetters = async (
  kafka: Kafka,
  letters: readonly Replayed[],
  at: number,
): Promise<void> => {
  if (letters.length === 0) return;
  const writer = await createEventWriter(kafka);
  try {
    await writer.write(letters.map(({ record }) => record));
  } finally {
    await writer.close();
  }
  await noteReplayed(
    kafka,
    letters.map(({ origin }) => origin),
    at,
  );
};
