import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { setImmediate as immediate } from 'node:timers/promises';
import Fastify from 'fastify';
import { Problem, sendProblem } from '../problem.ts';
import type { Rows } from './row.ts';
import { sendFile } from './send.ts';

const TURNS = 200;

/** A server that sends the rows it is given as a file. */
const serve = async (t: TestContext, rows: () => Rows) => {
  const server = Fastify({ forceCloseConnections: true });
  server.setErrorHandler((error, _, reply) =>
    sendProblem(reply, error instanceof Problem ? error : new Problem(500, String(error))),
  );
  server.get('/', (_, reply) =>
    sendFile(reply, { name: 'rows', format: 'ndjson', columns: ['n'], rows: rows() }),
  );
  await server.listen({ port: 0, host: '127.0.0.1' });
  t.after(() => server.close());
  return `http://127.0.0.1:${(server.server.address() as AddressInfo).port}/`;
};

const open = async (url: string): Promise<IncomingMessage> => {
  const [response] = (await once(get(url), 'response')) as [IncomingMessage];
  return response;
};

/** Rows without end, that say how many were taken and when they are ended. */
const endless = () => {
  let taken = 0;
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const rows = async function* () {
    try {
      for (;;) {
        taken++;
        yield { n: taken, filling: 'x'.repeat(1_000) };
      }
    } finally {
      resolve();
    }
  };
  return { rows, ended, taken: () => taken };
};

test('a file has its name, and each row in it', async (t) => {
  const url = await serve(t, () => [{ n: 1 }, { n: 2 }]);
  const response = await fetch(url);
  assert.equal(response.headers.get('content-disposition'), 'attachment; filename="rows.ndjson"');
  assert.equal(response.headers.get('content-type'), 'application/x-ndjson; charset=utf-8');
  assert.equal(await response.text(), '{"n":1}\n{"n":2}\n');
});

test('what a reader does not take is not read, and the rows end when the reader leaves', async (t) => {
  const { rows, ended, taken } = endless();
  const response = await open(await serve(t, rows));
  response.pause();
  // What fits on the way is read; then nothing more, however often the loop turns.
  for (let before = -1, turns = 0; turns < TURNS; turns++) {
    if (taken() !== before) turns = 0;
    before = taken();
    await immediate();
  }
  response.destroy();
  await ended;
});

test('few at once; another is told to come again, and is served when one has ended', async (t) => {
  const all = [endless(), endless(), endless(), endless()];
  const queue = all.map(({ rows }) => rows);
  const url = await serve(t, () => queue.shift()?.() ?? [{ n: 1 }]);
  const responses = await Promise.all(all.map(() => open(url)));
  const refused = await fetch(url);
  assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '5']);
  for (const response of responses) response.destroy();
  await Promise.all(all.map(({ ended }) => ended));
  assert.equal((await fetch(url)).status, 200);
});

test('a refusal before the first row is a problem document; a failure after it breaks the file off', async (t) => {
  // biome-ignore lint/correctness/useYield: it fails before its first row
  const refusing = await serve(t, async function* () {
    throw new Problem(404, 'no such rows');
  });
  const refused = await fetch(refusing);
  assert.equal(refused.status, 404);
  const breaking = await serve(t, async function* () {
    yield { n: 'x'.repeat(100_000) };
    throw new Error('the store went away');
  });
  const response = await fetch(breaking);
  assert.equal(response.status, 200);
  await assert.rejects(response.text());
});
