import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { ProcessSpec } from '../../launcher/process.ts';
import { JARS } from '../paths.ts';
import { unzip } from '../unzip.ts';

const SYSTEMS: Record<string, string> = {
  'linux-x64': 'linux-amd64',
  'linux-arm64': 'linux-arm64',
  'darwin-x64': 'darwin-amd64',
  'darwin-arm64': 'darwin-arm64',
};

/** The static redis-server that travels in a jar, unpacked once beside it. */
const binary = async (): Promise<string> => {
  const system = SYSTEMS[`${process.platform}-${process.arch}`];
  if (system === undefined)
    throw new Error(`no embedded Redis for ${process.platform} ${process.arch}: set REDIS_URL`);
  const name = `redis-server-7.0.15-${system}`;
  const file = join(JARS, name);
  if (existsSync(file)) return file;
  const unpacking = `${file}-${process.pid}`;
  await writeFile(unpacking, unzip(await readFile(join(JARS, 'embedded-redis-0.9.0.jar')), name), {
    mode: 0o755,
  });
  // Moved into place in one step: two starts at once must not see half a file.
  await rename(unpacking, file);
  return file;
};

/** PONG, and not `LOADING`: a Redis that still reads its log refuses commands. */
const answersPing = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const finish = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1_000, () => finish(false));
    socket.on('connect', () => socket.write('PING\r\n'));
    socket.on('data', (data) => finish(data.toString().startsWith('+PONG')));
    socket.on('error', () => finish(false));
  });

export const embeddedRedis = async (folder: string, port: number): Promise<ProcessSpec> => ({
  name: 'redis',
  command: await binary(),
  args: [
    ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--daemonize', 'no'],
    ...['--appendonly', 'yes', '--appendfsync', 'everysec', '--save', ''],
    ...['--maxmemory-policy', 'noeviction', '--loglevel', 'warning'],
    // Many customers share one hash; beyond these limits Redis would turn it from a listpack into a table of three times the size.
    ...['--hash-max-listpack-entries', '512', '--hash-max-listpack-value', '512'],
  ],
  environment: {},
  prepare: async () => {
    await mkdir(folder, { recursive: true });
  },
  ready: () => answersPing(port),
  grace: 4_000,
});
