import { randomUUID } from 'node:crypto';
import type { LogBounds } from '@tidemark/pipeline';
import type { Kafka, KafkaMessage } from 'kafkajs';
import { createTopicOffsets } from '../topicOffsets.ts';
import { DEAD_LETTERS_TOPIC } from '../topics.ts';

/** What the dead-letter topic holds, a partition at its index. */
export const boundsOfLetters = async (kafka: Kafka): Promise<readonly LogBounds[]> => {
  const offsets = createTopicOffsets(kafka, DEAD_LETTERS_TOPIC);
  try {
    return await offsets.read();
  } finally {
    await offsets.close();
  }
};

/** All records of the dead-letter topic within `ranges`, a partition at its index, given to `take` in order. */
export const readRanges = async (
  kafka: Kafka,
  ranges: readonly LogBounds[],
  take: (message: KafkaMessage, partition: number) => void,
): Promise<void> => {
  const left = new Set(ranges.flatMap(({ begin, end }, partition) => (begin < end ? [partition] : [])));
  if (left.size === 0) return;
  const groupId = `tidemark-dlq-${randomUUID()}`;
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 100 });
  const done = Promise.withResolvers<void>();
  consumer.on(consumer.events.CRASH, ({ payload }) => done.reject(payload.error));
  // Before the first fetch of the assignment.
  consumer.on(consumer.events.GROUP_JOIN, () => {
    for (const partition of left)
      consumer.seek({
        topic: DEAD_LETTERS_TOPIC,
        partition,
        offset: String(ranges[partition]!.begin),
      });
  });
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [DEAD_LETTERS_TOPIC], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch, heartbeat }) => {
        const { begin, end } = ranges[batch.partition]!;
        for (const message of batch.messages)
          if (Number(message.offset) >= begin && Number(message.offset) < end) take(message, batch.partition);
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
