import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { urlAnswers } from '../../launcher/probe.ts';
import type { ProcessSpec } from '../../launcher/process.ts';

export const embeddedClickhouse = (folder: string, port: number): ProcessSpec => ({
  name: 'clickhouse',
  command: process.execPath,
  args: [fileURLToPath(new URL('server.ts', import.meta.url)), folder, String(port)],
  // The engine's calls run on libuv's threads: four of them would make queries wait for inserts.
  environment: { UV_THREADPOOL_SIZE: '16' },
  prepare: async () => {
    await mkdir(folder, { recursive: true });
  },
  ready: () => urlAnswers(`http://127.0.0.1:${port}/ping`),
  grace: 4_000,
});
