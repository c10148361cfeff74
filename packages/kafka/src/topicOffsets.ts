import type { LogBounds } from '@tidemark/pipeline';
import type { Kafka } from 'kafkajs';
import { createAdministration } from './admin.ts';

/** What the log holds, a partition at its index. */
export interface TopicOffsets {
  read(): Promise<readonly LogBounds[]>;
  /** Asked anew, for whoever must see what was written just before. */
  readNow(): Promise<readonly LogBounds[]>;
  close(): Promise<void>;
}

const FRESH = 200;

/**
 * First and end offset of each partition of a topic. Answers of `read` at most 200 ms old are shared, and callers at the same
 * moment share one question, so that a status page costs the broker five questions a second at most.
 */
export const createTopicOffsets = (kafka: Kafka, topic: string): TopicOffsets => {
  const administration = createAdministration(kafka);
  let asked: { readonly at: number; readonly answer: Promise<readonly LogBounds[]> } | null = null;
  const ask = (): Promise<readonly LogBounds[]> =>
    administration.run(async (admin) => {
      const offsets = await admin.fetchTopicOffsets(topic);
      return offsets
        .toSorted((a, b) => a.partition - b.partition)
        .map(({ low, high }) => ({ begin: Number(low), end: Number(high) }));
    });
  return {
    readNow: ask,
    read: () => {
      const now = performance.now();
      if (asked !== null && now - asked.at < FRESH) return asked.answer;
      const current = { at: now, answer: ask() };
      asked = current;
      // A failure is not worth keeping: the next caller asks again.
      current.answer.catch(() => {
        if (asked === current) asked = null;
      });
      return current.answer;
    },
    close: () => administration.close(),
  };
};
