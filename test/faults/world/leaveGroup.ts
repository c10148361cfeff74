import { connect } from 'node:net';
import { PROCESSOR_GROUP } from '@tidemark/kafka';
import type { Kafka } from 'kafkajs';

const LEAVE_GROUP = 13;

const text = (value: string): Buffer => {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(2);
  length.writeInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

const integer = (value: number, size: 2 | 4): Buffer => {
  const bytes = Buffer.alloc(size);
  bytes.writeIntBE(value, 0, size);
  return bytes;
};

const leave = (port: number, member: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const header = [integer(LEAVE_GROUP, 2), integer(1, 2), integer(1, 4), text('faults')];
    const request = Buffer.concat([...header, text(PROCESSOR_GROUP), text(member)]);
    const socket = connect({ host: '127.0.0.1', port });
    socket.setTimeout(5_000, () => socket.destroy(new Error('Kafka does not answer')));
    socket.on('connect', () => socket.write(Buffer.concat([integer(request.length, 4), request])));
    socket.on('data', () => {
      socket.destroy();
      resolve();
    });
    socket.on('error', reject);
  });

export const membersOf = async (kafka: Kafka): Promise<readonly string[]> => {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const { groups } = await admin.describeGroups([PROCESSOR_GROUP]);
    return groups.flatMap(({ members }) => members.map(({ memberId }) => memberId));
  } finally {
    await admin.disconnect();
  }
};

/**
 * Takes members out of the group of processors in their name. The broker would notice only after their session that killed
 * ones are gone, ten seconds in which nothing happens; what counts comes before and after.
 */
export const leaveGroup = async (port: number, members: readonly string[]): Promise<void> => {
  for (const member of members) await leave(port, member);
};
