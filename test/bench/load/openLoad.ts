import { setTimeout as delay } from 'node:timers/promises';
import { EVENTS_PARTITIONS, EVENTS_TOPIC, partitionFor } from '@tidemark/kafka';
import type { Kafka, Message } from 'kafkajs';
import type { BenchRecord } from '../workload/workload.ts';

/** Records of one partition that Kafka has acknowledged. */
export interface Acknowledged {
  readonly partition: number;
  /** Offset after the last of them. */
  readonly end: number;
  readonly count: number;
  /** Milliseconds of `performance.now()`. */
  readonly at: number;
}

export interface OpenLoad {
  /** Resolves when all was sent and acknowledged: records, and the rate that was really reached, events a second. */
  readonly done: Promise<{ readonly sent: number; readonly rate: number }>;
}

const TICK = 10;

/**
 * Sends at a given rate whatever the answers take: what is due by the clock goes out at each tick, so that a slow moment
 * does not thin out the load it should be measured under (no coordinated omission).
 */
export const openLoad = (
  kafka: Kafka,
  records: Iterator<BenchRecord>,
  { rate, seconds }: { readonly rate: number; readonly seconds: number },
  acknowledged: (batch: Acknowledged) => void,
): OpenLoad => {
  const run = async () => {
    const producer = kafka.producer({ allowAutoTopicCreation: false, maxInFlightRequests: 32 });
    await producer.connect();
    const underWay = new Set<Promise<void>>();
    const send = async (topicMessages: Message[]): Promise<void> => {
      const answers = await producer.send({ topic: EVENTS_TOPIC, acks: -1, messages: topicMessages });
      const at = performance.now();
      const counts = new Map<number, number>();
      for (const { partition } of topicMessages) counts.set(partition!, (counts.get(partition!) ?? 0) + 1);
      for (const { partition, baseOffset } of answers) {
        const count = counts.get(partition) ?? 0;
        acknowledged({ partition, count, end: Number(baseOffset) + count, at });
      }
    };
    const began = performance.now();
    let sent = 0;
    for (;;) {
      const elapsed = performance.now() - began;
      if (elapsed >= seconds * 1000) break;
      const messages: Message[] = [];
      while (sent < (rate * elapsed) / 1000) {
        const next = records.next();
        if (next.done === true) break;
        const { key, value } = next.value;
        messages.push({ key, value, partition: partitionFor(key, EVENTS_PARTITIONS) });
        sent++;
      }
      if (messages.length > 0) {
        const sending: Promise<void> = send(messages).finally(() => underWay.delete(sending));
        underWay.add(sending);
      }
      await delay(TICK);
    }
    await Promise.all(underWay);
    const reached = sent / ((performance.now() - began) / 1000);
    await producer.disconnect();
    return { sent, rate: Math.round(reached) };
  };
  return { done: run() };
};
