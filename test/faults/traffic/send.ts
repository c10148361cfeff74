import { setTimeout as delay } from 'node:timers/promises';
import { type Event, parseEvent, recordKey } from '@tidemark/core';
import { EVENTS_TOPIC, partitionFor } from '@tidemark/kafka';
import { createLocalCodec } from '@tidemark/schemas';
import type { Kafka, Message, Producer } from 'kafkajs';
import type { OracleEvent } from '../../oracles/events.ts';
import type { Place } from './log.ts';

const codec = createLocalCodec();
const PAUSE = 250;

export const checkedEvent = (event: OracleEvent): Event => {
  const outcome = parseEvent(event, { now: Date.now() });
  if (!outcome.ok) throw new Error(`the test made an event that is none: ${outcome.rejection.message}`);
  return outcome.value;
};

export const encoded = (event: OracleEvent): Buffer => codec.encode(checkedEvent(event));

/** As a producer would write it that checks nothing. */
export const encodedWith = (event: OracleEvent, fields: Partial<Event>): Buffer =>
  codec.encode({ ...checkedEvent(event), ...fields } as Event);

export interface Outgoing {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly partition: number;
}

export const outgoing = (
  tenant: string,
  event: OracleEvent,
  partitions: number,
  encode = encoded,
): Outgoing => {
  const key = Buffer.from(recordKey(tenant, event.customer ?? ''));
  return { key, value: encode(event), partition: partitionFor(key, partitions) };
};

/** Somebody else's producer, straight to Kafka. It makes a request again until it has an answer, as any does. */
export interface KafkaSender {
  /** Where each record lies, in their order. `onRetry` is told of each request without a clear answer. */
  readonly send: (records: readonly Outgoing[], onRetry: () => void) => Promise<readonly Place[]>;
  readonly close: () => Promise<void>;
}

export const createKafkaSender = (kafka: Kafka): KafkaSender => {
  let producer: Producer | null = null;
  const connected = async (): Promise<Producer> => {
    if (producer !== null) return producer;
    // Without tries of its own: each one that may have written something is to be known.
    const made = kafka.producer({ allowAutoTopicCreation: false, retry: { retries: 0 } });
    await made.connect();
    producer = made;
    return made;
  };
  const drop = async (): Promise<void> => {
    const held = producer;
    producer = null;
    await held?.disconnect().catch(() => undefined);
  };
  const attempt = async (records: readonly Outgoing[]): Promise<readonly Place[]> => {
    const messages = records.map((record): Message => ({ ...record }));
    const written = await (await connected()).send({ topic: EVENTS_TOPIC, acks: -1, messages });
    const next = new Map(written.map(({ partition, baseOffset }) => [partition, Number(baseOffset)]));
    return records.map(({ partition }) => {
      const offset = next.get(partition)!;
      next.set(partition, offset + 1);
      return { partition, offset };
    });
  };
  return {
    send: async (records, onRetry) => {
      for (;;) {
        try {
          return await attempt(records);
        } catch {
          onRetry();
          await drop();
          await delay(PAUSE);
        }
      }
    },
    close: drop,
  };
};

/** One request to ingest until it is accepted. Throws where events are refused that must not be. */
export const sendByHttp = async (
  ingest: string,
  tenant: string,
  events: readonly OracleEvent[],
  onRetry: () => void,
): Promise<void> => {
  const body = events.map((event) => JSON.stringify(event)).join('\n');
  const headers = { 'content-type': 'application/x-ndjson', 'x-tidemark-tenant': tenant };
  for (;;) {
    const answer = await fetch(`${ingest}/v1/events`, { method: 'POST', headers, body }).then(
      async (response) => ({ status: response.status, text: await response.text() }),
      () => null,
    );
    if (answer?.status === 202) {
      const { rejected } = JSON.parse(answer.text) as { rejected: readonly unknown[] };
      if (rejected.length > 0) throw new Error(`ingest refused events of the test: ${answer.text}`);
      return;
    }
    if (answer !== null && answer.status < 500 && answer.status !== 429)
      throw new Error(`ingest answered ${answer.status}: ${answer.text}`);
    onRetry();
    await delay(PAUSE);
  }
};
