import { RetryLater } from '@tidemark/pipeline';
import type { Kafka } from 'kafkajs';
import { partitionFor } from '../murmur2.ts';
import { EVENTS_TOPIC } from '../topics.ts';
import { takeChunk, type Waiting } from './chunk.ts';

export interface OutgoingRecord {
  readonly key: string;
  readonly value: Buffer;
}

/**
 * Writes to the events topic. `write` resolves when all in-sync replicas have every record. It rejects with RetryLater
 * where they could not be had in time: some may be in the log all the same, and the same ids again do no harm.
 */
export interface EventWriter {
  write(records: readonly OutgoingRecord[]): Promise<void>;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

/** Requests under way at once. While they are, callers' records gather into the next one, so that load makes batches. */
const IN_FLIGHT = 3;

export const createEventWriter = async (kafka: Kafka, topic = EVENTS_TOPIC): Promise<EventWriter> => {
  const producer = kafka.producer({
    createPartitioner:
      () =>
      ({ partitionMetadata, message }) =>
        partitionFor(message.key as string, partitionMetadata.length),
    allowAutoTopicCreation: false,
    retry: { initialRetryTime: 100, maxRetryTime: 1_500, retries: 6 },
  });
  await producer.connect();
  const waiting: Waiting[] = [];
  let inFlight = 0;

  const send = async (chunk: readonly Waiting[]): Promise<void> => {
    inFlight++;
    try {
      await producer.send({ topic, acks: -1, timeout: 10_000, messages: chunk.map(({ record }) => record) });
      for (const { settle } of chunk) settle(null);
    } catch (error) {
      for (const { settle } of chunk) settle(error);
    } finally {
      inFlight--;
      pump();
    }
  };
  const pump = (): void => {
    while (inFlight < IN_FLIGHT && waiting.length > 0) void send(takeChunk(waiting));
  };

  return {
    write: (records) =>
      new Promise((resolve, reject) => {
        if (records.length === 0) return resolve();
        let left = records.length;
        let failure: unknown = null;
        const settle = (error: unknown): void => {
          failure ??= error;
          if (--left > 0) return;
          if (failure === null) resolve();
          else reject(new RetryLater(`Kafka did not acknowledge: ${messageOf(failure)}`, { cause: failure }));
        };
        for (const record of records) waiting.push({ record, settle });
        // Callers of the same turn of the event loop share a request.
        setImmediate(pump);
      }),
    close: () => producer.disconnect(),
  };
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
