import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createLogger, hashOfKey, openLastUses, parseKeyFile } from '@tidemark/runtime';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

const command = (...args: readonly string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [MAIN, 'keys', ...args], (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });

test('keys are made, listed and revoked; the file holds no key', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-keys-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'keys.json');
  const made = await command('create', 'the shop', '--tenant', 'acme', '--scope', 'write', '--file', file);
  assert.equal(made.code, 0, made.err);
  const key = made.out.trim();
  const [record] = parseKeyFile(readFileSync(file, 'utf8'));
  assert.equal(record!.hash, hashOfKey(key));
  assert.deepEqual([record!.name, record!.tenant, record!.scopes], ['the shop', 'acme', ['write']]);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  await command(
    'create',
    '--tenant',
    '*',
    '--scope',
    'read',
    '--scope',
    'admin',
    '--expires',
    '90d',
    '--file',
    file,
  );
  const log = createLogger('keys-test', 'fatal');
  const uses = openLastUses(file, 'api', log);
  uses.note(record!.id, Date.UTC(2026, 0, 31));
  uses.close();
  const listed = JSON.parse((await command('ls', '--json', '--file', file)).out) as {
    keys: Record<string, unknown>[];
  };
  const [shop, everything] = listed.keys;
  assert.deepEqual([shop!['last_used'], shop!['expires']], ['2026-01-31T00:00:00.000Z', null]);
  assert.deepEqual(
    [everything!['name'], everything!['scopes'], everything!['last_used']],
    ['*', ['read', 'admin'], null],
  );
  const days = (Date.parse(String(everything!['expires'])) - Date.now()) / 86_400_000;
  assert.ok(days > 89 && days <= 90, `${days} days`);
  const table = (await command('ls', '--tenant', 'acme', '--file', file)).out;
  assert.match(
    table,
    /^Id +Tenant +Scopes +Created +Expires +Last used +Name\n\w+ +acme +write +\S+ \S+ +never +2026-01-31 00:00 +the shop\n$/,
  );
  assert.ok(!JSON.stringify(listed).includes('sha256'));
  assert.equal((await command('revoke', record!.id, '--file', file)).code, 0);
  assert.equal(parseKeyFile(readFileSync(file, 'utf8')).length, 1);
  assert.equal((await command('revoke', record!.id, '--file', file)).code, 1);
  for (const wrong of [
    ['create', 'x'],
    ['create', 'x', '--tenant', 'a b'],
    ['create', 'x', '--tenant', 'a', '--scope', 'all'],
    ['create', 'x', '--tenant', 'a', '--expires', '2020-01-01'],
    ['create', 'x', '--tenant', 'a', '--expires', 'soon'],
    ['ls', '--verbose'],
    [],
  ]) {
    const { code, err } = await command(...wrong, '--file', file);
    assert.deepEqual([code, err.includes('Usage: keys')], [2, true], wrong.join(' '));
  }
});
