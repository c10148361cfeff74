import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { test } from 'node:test';
import { brokerRelease, releaseOf } from './brokerRelease.ts';

/** Two calls, then the features `kraft.version` up to 1 and `metadata.version` up to the given level, and a tag nobody knows. */
const answerWith = (level: number): Buffer => {
  const feature = (name: string, newest: number) => [
    name.length + 1,
    ...Buffer.from(name),
    ...[0, 0],
    ...[0, newest],
    0,
  ];
  const features = [3, ...feature('kraft.version', 1), ...feature('metadata.version', level)];
  const unknown = [7, 2, 1, 2];
  const body = [
    ...[0, 0, 0, 1],
    ...[0, 0],
    ...[3, 0, 0, 0, 0, 0, 11, 0, 0, 18, 0, 0, 0, 4, 0],
    ...[0, 0, 0, 0],
    2,
    ...[0, features.length, ...features],
    ...unknown,
  ];
  return Buffer.from([0, 0, 0, body.length, ...body]);
};

const askBrokerThatSays = async (answer: Buffer | null): Promise<string | null> => {
  const server = createServer((socket) => {
    socket.once('data', () => (answer === null ? socket.destroy() : socket.write(answer)));
    socket.on('error', () => undefined);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    return await brokerRelease({ brokers: [`127.0.0.1:${port}`], ssl: false, sasl: null });
  } finally {
    server.close();
  }
};

test('a broker’s release follows from the levels of metadata it knows', async () => {
  assert.equal(await askBrokerThatSays(answerWith(30)), '4.3');
  assert.equal(await askBrokerThatSays(answerWith(14)), '3.6');
  assert.equal(await askBrokerThatSays(answerWith(99)), 'after 4.3');
});

test('a broker that does not say it, or says something else, has none', async () => {
  assert.equal(releaseOf(new Map()), null);
  assert.equal(await askBrokerThatSays(null), null);
  assert.equal(await askBrokerThatSays(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')), null);
  // Its answer is said to be longer than what it lists.
  assert.equal(await askBrokerThatSays(Buffer.from([0, 0, 0, 7, 0, 0, 0, 1, 0, 0, 9])), null);
});
