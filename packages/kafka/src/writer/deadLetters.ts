import { setTimeout as delay } from 'node:timers/promises';
import type { DeadLetter, DeadLetters } from '@tidemark/pipeline';
import type { Kafka, Message } from 'kafkajs';
import type { Log } from '../log.ts';
import { DEAD_LETTERS_TOPIC, EVENTS_TOPIC } from '../topics.ts';

export interface DeadLetterWriter extends DeadLetters {
  /** Makes waiting writes reject, and disconnects. */
  close(): Promise<void>;
}

const CHUNK = 200;
const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 5_000;

/** Original key and bytes; where it came from and what is wrong stand in the headers. */
export const deadLetterMessage = ({ record, code, field, message }: DeadLetter): Message => ({
  key: record.key as Buffer | null,
  value: record.value as Buffer | null,
  headers: {
    origin_topic: EVENTS_TOPIC,
    origin_partition: String(record.partition),
    origin_offset: String(record.offset),
    origin_time: String(record.known_at),
    error: code,
    ...(field === null ? {} : { field }),
    message,
  },
});

export const createDeadLetters = async (kafka: Kafka, log: Log): Promise<DeadLetterWriter> => {
  const producer = kafka.producer({ allowAutoTopicCreation: false, createPartitioner: () => () => 0 });
  await producer.connect();
  const stop = new AbortController();

  const sendUntilAcknowledged = async (messages: Message[]): Promise<void> => {
    for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      stop.signal.throwIfAborted();
      try {
        await producer.send({ topic: DEAD_LETTERS_TOPIC, acks: -1, messages });
        return;
      } catch (error) {
        log.error(
          {
            err: error,
            letters: messages.length,
            runbook: 'docs/runbook/dead-letters-cannot-be-written.md',
          },
          `cannot write to ${DEAD_LETTERS_TOPIC}, waiting`,
        );
        await delay(pause, undefined, { signal: stop.signal });
      }
    }
  };

  return {
    write: async (letters) => {
      for (let start = 0; start < letters.length; start += CHUNK)
        await sendUntilAcknowledged(letters.slice(start, start + CHUNK).map(deadLetterMessage));
    },
    close: async () => {
      stop.abort(new Error('stopping'));
      await producer.disconnect();
    },
  };
};
