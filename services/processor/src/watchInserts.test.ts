import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';

/** A process that inserts, and something in the place of ClickHouse. */

const PROGRAM = fileURLToPath(new URL('./testing/insertingProcess.ts', import.meta.url));

const listen = async (t: TestContext, answer: RequestListener): Promise<Server> => {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return server;
};

const insertInto = (t: TestContext, server: Server): ChildProcess => {
  const { port } = server.address() as AddressInfo;
  const child = spawn(process.execPath, [PROGRAM, `http://127.0.0.1:${port}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  return child;
};

/** Resolves with its first line that matches; rejects where it ends before. */
const says = async (child: ChildProcess, pattern: RegExp): Promise<void> => {
  let output = '';
  for await (const text of child.stdout!) {
    output += String(text);
    if (pattern.test(output)) return;
  }
  throw new Error(`it ended without saying ${pattern}:\n${output}`);
};

for (const [what, answer] of [
  ['never begins', () => undefined],
  ['never ends', (_, response) => response.writeHead(200).write('\n')],
] as const satisfies readonly (readonly [string, RequestListener])[])
  test(`an insert whose answer ${what} ends the process, which says why`, async (t) => {
    const child = insertInto(t, await listen(t, answer));
    const ended = once(child, 'exit');
    await says(
      child,
      /stuck-insert\.md.*an insert into events has been under way for \d+ s without an answer/,
    );
    assert.equal((await ended)[0], 1);
  });

test('a ClickHouse that is away or refuses is waited for, however long', async (t) => {
  const server = await listen(t, (_, response) => response.writeHead(500).end('Code: 999. not now'));
  await says(insertInto(t, server), /"attempt":40/);
});

test('a process that was stopped in the midst of an insert goes on', async (t) => {
  const waiting: (() => void)[] = [];
  const asked = Promise.withResolvers<void>();
  const server = await listen(t, (_, response) => {
    waiting.push(() => response.end());
    asked.resolve();
  });
  const child = insertInto(t, server);
  await asked.promise;
  child.kill('SIGSTOP');
  // The whole life of another one is longer than the patience of the first.
  const other = insertInto(t, await listen(t, () => undefined));
  await says(other, /without an answer/);
  for (const answer of waiting.splice(0)) answer();
  child.kill('SIGCONT');
  await says(child, /stored/);
});
