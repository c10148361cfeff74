import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { test } from 'node:test';
import { openOutlet } from './outlet.ts';

test('a reader who does not read is cut, and then costs nothing', async (t) => {
  const server = createServer();
  t.after(() => server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  t.after(() => socket.destroy());
  socket.on('error', () => undefined);
  socket.pause();
  socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  const [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
  const closed = Promise.withResolvers<void>();
  const outlet = openOutlet(response, closed.resolve);
  const text = Buffer.alloc(64 * 1024, 'x');
  let written = 0;
  // The sockets' own buffers take some megabytes before anything waits here.
  while (!response.destroyed && written < 100_000) {
    outlet.write(text);
    written++;
    if (written % 16 === 0) await new Promise(setImmediate);
  }
  await closed.promise;
  assert.ok(response.destroyed);
  outlet.write(text);
});
