import { recordKey } from '@tidemark/core';
import { EVENTS_TOPIC, partitionFor } from '@tidemark/kafka';
import { eventually } from './eventually.ts';
import { kafka } from './kafka.ts';
import { get } from './read.ts';

/** Writes one record past every check, as a careless producer would. Answers its PARTITION:OFFSET. */
export const writeRecord = async (key: string | Buffer, value: Buffer): Promise<string> => {
  const producer = kafka().producer({
    allowAutoTopicCreation: false,
    createPartitioner:
      () =>
      ({ message, partitionMetadata }) =>
        partitionFor(message.key as Buffer, partitionMetadata.length),
  });
  await producer.connect();
  try {
    const [written] = await producer.send({ topic: EVENTS_TOPIC, acks: -1, messages: [{ key, value }] });
    return `${written!.partition}:${written!.baseOffset}`;
  } finally {
    await producer.disconnect();
  }
};

/** A record that is no event, under the key of a customer. Answers its origin once it can be looked at. */
export const writeLetter = async (tenant: string, customer: string, bytes: string): Promise<string> => {
  const origin = await writeRecord(recordKey(tenant, customer), Buffer.from(bytes));
  await eventually(`the dead letter ${origin}`, async () => {
    const { status } = await get(tenant, `/v1/dead-letters/${origin}`);
    return status === 200 ? true : undefined;
  });
  return origin;
};
