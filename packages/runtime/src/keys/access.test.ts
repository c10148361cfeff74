import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AccessRefused, admitAll, admitByKey } from './access.ts';
import { findKey } from './findKey.ts';
import { createKey, hashOfKey, idOfKey, type Scope } from './key.ts';

const NOW = Date.UTC(2026, 0, 31);
const make = (tenant: string, ...scopes: Scope[]) => createKey({ name: tenant, tenant, scopes }, NOW);

const acme = make('acme', 'read', 'write');
const other = make('other', 'read');
const all = make('*', 'read', 'write', 'admin');
const keys = new Map([acme, other, all].map(({ record }) => [record.id, record]));
const admit = admitByKey((presented) => findKey(keys, presented));
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

const refused = (status: number, challenge: RegExp | null) => (error: unknown) => {
  assert.ok(error instanceof AccessRefused);
  assert.equal(error.status, status);
  if (challenge === null) assert.equal(error.challenge, null);
  else assert.match(error.challenge ?? '', challenge);
  for (const { key } of [acme, other, all]) assert.ok(!error.message.includes(key));
  return true;
};

test('a key has its form, and only its hash is written down', () => {
  assert.match(acme.key, /^tdm_[0-9a-f]{10}_[A-Za-z0-9_-]{43}$/);
  assert.equal(idOfKey(acme.key), acme.record.id);
  assert.equal(acme.record.hash, hashOfKey(acme.key));
  assert.ok(!JSON.stringify(acme.record).includes(acme.key.slice(-43)));
  assert.notEqual(acme.key, make('acme', 'read').key);
});

test('the key alone tells the tenant', () => {
  const caller = { tenant: 'acme', sees: 'acme', key: acme.record.id };
  assert.deepEqual(admit(bearer(acme.key), 'read'), caller);
  assert.deepEqual(admit({ 'x-api-key': acme.key }, 'write'), caller);
  assert.equal(admit({ ...bearer(acme.key), 'x-tidemark-tenant': 'acme' }, 'read').tenant, 'acme');
  assert.equal(admit({ authorization: `bearer  ${acme.key} ` }, 'read').tenant, 'acme');
  const proxy = { authorization: 'Basic dXNlcjpwYXNz', 'x-api-key': acme.key };
  assert.equal(admit(proxy, 'read').tenant, 'acme');
});

test('a header that names another tenant is refused, a key for all lets it choose', () => {
  for (const tenant of ['other', 'ACME', 'demo'])
    assert.throws(
      () => admit({ ...bearer(acme.key), 'x-tidemark-tenant': tenant }, 'read'),
      refused(403, null),
    );
  assert.throws(() => admit({ ...bearer(acme.key), 'x-tidemark-tenant': '*' }, 'read'), refused(400, null));
  assert.deepEqual(admit({ ...bearer(all.key), 'x-tidemark-tenant': 'other' }, 'admin'), {
    tenant: 'other',
    sees: '*',
    key: all.record.id,
  });
  assert.equal(admit(bearer(all.key), 'read').tenant, 'demo');
});

test('no key, an unknown one, and nearly the right one are 401', () => {
  assert.throws(() => admit({}, 'read'), refused(401, /^Bearer realm="tidemark"$/));
  assert.throws(() => admit({ authorization: 'Bearer' }, 'read'), refused(401, /^Bearer/));
  const last = acme.key.at(-1) === 'A' ? 'B' : 'A';
  const wrong = [
    'tdm',
    '',
    make('acme', 'read').key,
    `${acme.key.slice(0, -1)}${last}`,
    `${acme.key}A`,
    acme.key.slice(0, -1),
    acme.record.hash,
    `tdm_${acme.record.id}_${other.key.slice(-43)}`,
    `tdm___proto___${'A'.repeat(43)}`,
  ];
  for (const key of wrong)
    assert.throws(() => admit({ 'x-api-key': key }, 'read'), refused(401, /invalid_token/));
});

test('a key that has expired opens nothing, and only what opens counts as used', () => {
  const expires = new Date(NOW + 1_000).toISOString();
  const { key, record } = createKey({ name: 'short', tenant: 'acme', scopes: ['read'], expires }, NOW);
  const uses: [string, number][] = [];
  const at = (now: number) =>
    admitByKey(
      () => record,
      () => now,
      (id, time) => uses.push([id, time]),
    );
  assert.equal(at(NOW + 999)(bearer(key), 'read').tenant, 'acme');
  assert.throws(() => at(NOW + 1_000)(bearer(key), 'read'), refused(401, /invalid_token/));
  assert.deepEqual(uses, [[record.id, NOW + 999]]);
});

test('what a key may not do is 403', () => {
  assert.throws(() => admit(bearer(other.key), 'write'), refused(403, /insufficient_scope.*"write"/));
  assert.throws(() => admit(bearer(acme.key), 'admin'), refused(403, /insufficient_scope.*"admin"/));
});

test('without keys the header chooses', () => {
  assert.deepEqual(admitAll({}, 'admin'), { tenant: 'demo', sees: '*', key: null });
  assert.deepEqual(admitAll({ 'x-tidemark-tenant': 'acme' }, 'read'), {
    tenant: 'acme',
    sees: '*',
    key: null,
  });
  for (const name of ['', 'a b', 'x'.repeat(65), 'a:b'])
    assert.throws(() => admitAll({ 'x-tidemark-tenant': name }, 'read'), refused(400, null));
});
