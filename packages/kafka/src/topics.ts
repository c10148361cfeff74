import type { Kafka } from 'kafkajs';
import kafkajs from 'kafkajs';
import { createAdministration } from './admin.ts';

/** The topic of all events, keyed `tenant:customer` (contract §1). */
export const EVENTS_TOPIC = 'tidemark.customer.events.v1';
export const DEAD_LETTERS_TOPIC = 'tidemark.customer.events.v1.dlq';
/** Consumer group of the processor. Its committed offsets are for lag displays; the live store holds the truth. */
export const PROCESSOR_GROUP = 'tidemark-processor';

export const EVENTS_PARTITIONS = 12;

const UNLIMITED = [
  { name: 'retention.ms', value: '-1' },
  { name: 'retention.bytes', value: '-1' },
];

/**
 * Creates the two topics where they are absent and answers how many partitions the events have; an existing topic is
 * left as it is. The broker stamps events itself (LogAppendTime), because that stamp is `known_at`. A dead letter is its
 * record and headers, so it must have room for more than the largest record.
 */
export const ensureTopics = async (kafka: Kafka, replicationFactor = -1): Promise<number> => {
  const administration = createAdministration(kafka);
  try {
    return await administration.run(async (admin) => {
      const existing = new Set(await admin.listTopics());
      const wanted = [
        {
          topic: EVENTS_TOPIC,
          numPartitions: EVENTS_PARTITIONS,
          replicationFactor,
          configEntries: [...UNLIMITED, { name: 'message.timestamp.type', value: 'LogAppendTime' }],
        },
        {
          topic: DEAD_LETTERS_TOPIC,
          numPartitions: 1,
          replicationFactor,
          configEntries: [...UNLIMITED, { name: 'max.message.bytes', value: String(8 * 1024 * 1024) }],
        },
      ].filter(({ topic }) => !existing.has(topic));
      if (wanted.length > 0)
        await admin.createTopics({ topics: wanted, waitForLeaders: true }).catch(unlessExists);
      const { topics } = await admin.fetchTopicMetadata({ topics: [EVENTS_TOPIC] });
      return topics[0]!.partitions.length;
    });
  } finally {
    await administration.close();
  }
};

/** Two services may create the topics at the same moment; the slower one finds them there. */
const unlessExists = (error: unknown): void => {
  const causes = error instanceof kafkajs.KafkaJSAggregateError ? error.errors : [error];
  for (const cause of causes) if ((cause as { type?: string }).type !== 'TOPIC_ALREADY_EXISTS') throw error;
};
