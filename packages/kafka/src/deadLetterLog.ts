import { randomUUID } from 'node:crypto';
import type { Kafka, KafkaMessage } from 'kafkajs';
import { createTopicOffsets } from './topicOffsets.ts';
import { DEAD_LETTERS_TOPIC } from './topics.ts';

/** A record that could not be applied, as it lies in the dead-letter topic. */
export interface StoredLetter {
  /** Where it came from: this names it, however often it was written. */
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Log-append time of the record, epoch milliseconds. */
  readonly time: number;
  readonly error: string;
  readonly field: string | null;
  readonly message: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** When it was sent again after the cause was mended; null where it was not. Epoch milliseconds. */
  readonly replayed_at: number | null;
}

type Origin = Pick<StoredLetter, 'topic' | 'partition' | 'offset'>;

const placeOf = ({ topic, partition, offset }: Origin): string => `${topic}:${partition}:${offset}`;

const headersOf = (message: KafkaMessage): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(message.headers ?? {}).map(([name, text]) => [name, String(text)]));

const letterOf = (message: KafkaMessage): StoredLetter => {
  const headers = headersOf(message);
  return {
    topic: headers['origin_topic'] ?? '',
    partition: Number(headers['origin_partition']),
    offset: Number(headers['origin_offset']),
    time: Number(headers['origin_time'] ?? message.timestamp),
    error: headers['error'] ?? '',
    field: headers['field'] ?? null,
    message: headers['message'] ?? '',
    key: message.key,
    value: message.value,
    replayed_at: headers['replayed_at'] === undefined ? null : Number(headers['replayed_at']),
  };
};

/** All records of the topic up to where it ends now, given to `take` in order. */
const readAll = async (kafka: Kafka, take: (message: KafkaMessage) => void): Promise<void> => {
  const offsets = createTopicOffsets(kafka, DEAD_LETTERS_TOPIC);
  const bounds = await offsets.read();
  await offsets.close();
  const left = new Set(bounds.flatMap(({ begin, end }, partition) => (begin < end ? [partition] : [])));
  if (left.size === 0) return;
  const groupId = `tidemark-dlq-${randomUUID()}`;
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 100 });
  const done = Promise.withResolvers<void>();
  consumer.on(consumer.events.CRASH, ({ payload }) => done.reject(payload.error));
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [DEAD_LETTERS_TOPIC], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch, heartbeat }) => {
        const { end } = bounds[batch.partition]!;
        for (const message of batch.messages) if (Number(message.offset) < end) take(message);
        if (Number(batch.lastOffset()) + 1 >= end) left.delete(batch.partition);
        if (left.size === 0) done.resolve();
        await heartbeat();
      },
    });
    await done.promise;
  } finally {
    await consumer.disconnect();
  }
  const admin = kafka.admin();
  await admin.connect();
  // Groups that read once would pile up; the broker also forgets them by itself after a week.
  await admin.deleteGroups([groupId]).catch(() => undefined);
  await admin.disconnect();
};

/** Every letter once, in the order of the topic. A letter that a crash wrote twice, and the note that it was replayed, fall on it. */
export const readDeadLetters = async (kafka: Kafka): Promise<readonly StoredLetter[]> => {
  const letters = new Map<string, StoredLetter>();
  await readAll(kafka, (message) => {
    const letter = letterOf(message);
    const known = letters.get(placeOf(letter));
    if (known === undefined) letters.set(placeOf(letter), letter);
    else if (letter.replayed_at !== null)
      letters.set(placeOf(letter), { ...known, replayed_at: letter.replayed_at });
  });
  return [...letters.values()];
};

/** Notes behind the letters that they were sent again. To be called once the events topic has acknowledged them. */
export const noteReplayed = async (kafka: Kafka, origins: readonly Origin[], at: number): Promise<void> => {
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
