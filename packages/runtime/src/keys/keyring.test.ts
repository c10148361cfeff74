import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { loadConfig } from '../config.ts';
import { createLogger } from '../log.ts';
import { createReleasers } from '../releasers.ts';
import { createFirstKey } from './firstKey.ts';
import { createKey } from './key.ts';
import { keyFileText, parseKeyFile } from './keyFile.ts';
import { openKeyring } from './keyring.ts';
import { openAccess } from './openAccess.ts';

const NOW = Date.UTC(2026, 0, 31);
const LIMIT = 15_000;

const folder = (t: TestContext): string => {
  const path = mkdtempSync(join(tmpdir(), 'tidemark-keys-'));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
};

const until = async (holds: () => boolean): Promise<void> => {
  const end = Date.now() + LIMIT;
  while (!holds()) {
    assert.ok(Date.now() < end, 'waited in vain');
    await delay(20);
  }
};

const logInto = (errors: string[]) => {
  const log = createLogger('keys-test', 'fatal');
  log.error = ((_: object, message: string) => void errors.push(message)) as typeof log.error;
  return log;
};

const fresh = (tenant = 'acme') => createKey({ name: 'shop', tenant, scopes: ['read'] }, NOW);

test('a file is read strictly, and its messages hold no secret', () => {
  const { record } = fresh();
  assert.deepEqual(parseKeyFile(keyFileText([record])), [record]);
  assert.deepEqual(parseKeyFile('{"keys":[]}'), []);
  const wrong: readonly (readonly [text: string, message: RegExp])[] = [
    ['', /^expected JSON$/],
    [`{"keys":[{"hash":"${record.hash}"`, /^expected JSON$/],
    ['[]', /^expected \{"keys"/],
    ['{"keys":[7]}', /^keys\[0\]: expected an object/],
    [keyFileText([{ ...record, hash: record.hash.slice(0, -1) }]), /^keys\[0\]\.hash: expected sha256/],
    [keyFileText([{ ...record, tenant: 'a b' }]), /^keys\[0\]\.tenant: expected a tenant or \*/],
    [keyFileText([{ ...record, scopes: [] }]), /^keys\[0\]\.scopes: expected a list of read, write, admin/],
    [JSON.stringify({ keys: [{ ...record, scopes: ['reed'] }] }), /^keys\[0\]\.scopes/],
    [JSON.stringify({ keys: [{ ...record, expires: 'soon' }] }), /^keys\[0\]\.expires: expected an RFC/],
    [JSON.stringify({ keys: [{ ...record, expiry: 'x' }] }), /^keys\[0\]\.expiry: unknown field/],
    [keyFileText([record, record]), /^keys\[1\]\.id: .* twice/],
  ];
  for (const [text, message] of wrong)
    assert.throws(
      () => parseKeyFile(text),
      (error: Error) => message.test(error.message) && !error.message.includes(record.hash.slice(7, 60)),
    );
});

test('a changed file is read again; a broken or missing one leaves the keys as they were', async (t) => {
  const file = join(folder(t), 'keys.json');
  const [first, second] = [fresh(), fresh('other')];
  writeFileSync(file, keyFileText([first.record]));
  const errors: string[] = [];
  const keyring = openKeyring(file, logInto(errors));
  t.after(keyring.close);
  assert.equal(keyring.find(first.key)?.tenant, 'acme');
  assert.equal(keyring.find(second.key), null);

  writeFileSync(file, keyFileText([second.record]));
  await until(() => keyring.find(second.key) !== null);
  assert.equal(keyring.find(first.key), null);

  writeFileSync(file, '{"keys": [');
  await until(() => errors.length === 1);
  assert.match(errors[0]!, /expected JSON.*docs\/runbook\/api-keys-file\.md$/);
  assert.equal(keyring.find(second.key)?.tenant, 'other');

  rmSync(file);
  await until(() => errors.length === 2);
  assert.equal(keyring.find(second.key)?.tenant, 'other');

  writeFileSync(file, keyFileText([first.record]));
  await until(() => keyring.find(first.key) !== null);
});

test('a file that cannot be used stops the start', (t) => {
  const file = join(folder(t), 'keys.json');
  const log = logInto([]);
  assert.throws(
    () => openKeyring(file, log),
    /^Error: API_KEYS_FILE .*keys\.json: cannot be read \(ENOENT\)$/,
  );
  writeFileSync(file, 'tdm_1_secret');
  assert.throws(() => openKeyring(file, log), /^Error: API_KEYS_FILE .*keys\.json: expected JSON$/);
});

test('the first key is made once, whole, for its owner alone', (t) => {
  const file = join(folder(t), 'deeper', 'keys.json');
  const key = createFirstKey(file, NOW)!;
  const text = readFileSync(file, 'utf8');
  assert.equal(createFirstKey(file, NOW), null);
  assert.equal(readFileSync(file, 'utf8'), text);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(join(file, '..')), ['keys.json']);
  assert.ok(!text.includes(key.slice(-43)));
  const keyring = openKeyring(file, logInto([]));
  t.after(keyring.close);
  const found = keyring.find(key);
  assert.deepEqual([found?.tenant, found?.scopes], ['*', ['read', 'write', 'admin']]);
});

test('who is let in, by address and file', async (t) => {
  const file = join(folder(t), 'keys.json');
  const open = (environment: Record<string, string>) => {
    const releasers = createReleasers();
    t.after(() => releasers.unwind(() => undefined));
    return openAccess('test', { config: loadConfig(environment), log: logInto([]), releasers });
  };
  assert.equal(open({})({ 'x-tidemark-tenant': 'acme' }, 'admin').tenant, 'acme');
  assert.throws(() => open({ LISTEN_ADDRESS: '0.0.0.0' }), /no API keys are configured/);
  assert.throws(() => open({ API_KEYS_FILE: file }), /cannot be read/);
  assert.ok(!existsSync(file), 'on loopback no key is made unasked');

  const written: string[] = [];
  const write = process.stdout.write.bind(process.stdout);
  t.mock.method(process.stdout, 'write', ((text: string) => {
    if (typeof text === 'string' && text.includes('tdm_')) return written.push(text) > 0;
    return write(text);
  }) as typeof process.stdout.write);
  const admits = [1, 2].map(() => open({ API_KEYS_FILE: file, LISTEN_ADDRESS: '0.0.0.0' }));
  assert.equal(written.length, 1);
  const key = /tdm_\S+/.exec(written[0]!)![0];
  for (const admit of admits) {
    assert.throws(() => admit({}, 'read'), { status: 401 });
    assert.equal(admit({ 'x-api-key': key, 'x-tidemark-tenant': 'acme' }, 'admin').tenant, 'acme');
  }
});
