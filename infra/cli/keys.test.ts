import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { hashOfKey, parseKeyFile } from '@tidemark/runtime';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

const command = (...args: readonly string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [MAIN, 'keys', ...args], (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });

test('keys are added, listed and removed; the file holds no key', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-keys-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'keys.json');
  const added = await command('add', 'the shop', '--tenant', 'acme', '--scopes', 'write', '--file', file);
  assert.equal(added.code, 0, added.err);
  const key = added.out.trim();
  const [record] = parseKeyFile(readFileSync(file, 'utf8'));
  assert.equal(record!.hash, hashOfKey(key));
  assert.deepEqual([record!.name, record!.tenant, record!.scopes], ['the shop', 'acme', ['write']]);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  await command('add', 'everything', '--tenant', '*', '--file', file);
  const listed = JSON.parse((await command('ls', '--json', '--file', file)).out) as { keys: object[] };
  assert.equal(listed.keys.length, 2);
  assert.ok(!JSON.stringify(listed).includes('sha256'));
  assert.equal((await command('rm', record!.id, '--file', file)).code, 0);
  assert.equal(parseKeyFile(readFileSync(file, 'utf8')).length, 1);
  assert.equal((await command('rm', record!.id, '--file', file)).code, 1);
  for (const wrong of [['add', 'x'], ['add', 'x', '--tenant', 'a b'], ['ls', '--verbose'], []]) {
    const { code, err } = await command(...wrong, '--file', file);
    assert.deepEqual([code, err.includes('Usage: keys')], [2, true], wrong.join(' '));
  }
});
