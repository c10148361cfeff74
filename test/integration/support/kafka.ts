import { createKafka } from '@tidemark/kafka';
import { createLogger } from '@tidemark/runtime';
import { stack } from './stack.ts';

/** A client of the stack's broker, for what other people's programs do to it. */
export const kafka = () =>
  createKafka(
    'tidemark-test',
    { brokers: stack().kafka.split(','), ssl: false, sasl: null },
    createLogger('test', 'fatal'),
  );

export interface ReadRecord {
  readonly partition: number;
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** Follows a topic from its beginning. `records` grows as they come. */
export const follow = async (topic: string) => {
  const records: ReadRecord[] = [];
  const consumer = kafka().consumer({ groupId: `test-${crypto.randomUUID()}`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ partition, message: { offset, key, value, headers } }) => {
      const texts = Object.entries(headers ?? {}).map(([name, text]) => [name, String(text)]);
      records.push({ partition, offset, key, value, headers: Object.fromEntries(texts) });
    },
  });
  return { records, stop: () => consumer.disconnect() };
};
