import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ApiKey, admitByKey, createKey, type Scope } from '@tidemark/runtime';
import { activity, startServer } from './testing/startServer.ts';

const make = (tenant: string, ...scopes: Scope[]) => createKey({ name: tenant, tenant, scopes }, 0);
const acme = make('acme', 'write');
const reader = make('acme', 'read');
const all = make('*', 'read', 'write');
const known = new Map<string, ApiKey>([acme, reader, all].map(({ key, record }) => [key, record]));
const admit = admitByKey((presented) => known.get(presented) ?? null);
const event = JSON.stringify(activity('e1'));
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

test('events go to the tenant of the key', async (t) => {
  const ingest = await startServer(t, { admit });
  const post = (headers: Record<string, string>) => ingest.post(event, 'application/json', headers);
  assert.equal((await post(bearer(acme.key))).status, 202);
  assert.equal((await post({ 'x-api-key': acme.key })).status, 202);
  assert.equal((await post({ ...bearer(acme.key), 'x-tidemark-tenant': 'acme' })).status, 202);
  assert.equal((await post({ ...bearer(all.key), 'x-tidemark-tenant': 'other' })).status, 202);
  assert.deepEqual(
    ingest.written.map(({ key }) => key),
    ['acme:c1', 'acme:c1', 'acme:c1', 'other:c1'],
  );
});

test('nothing is written for a caller who may not', async (t) => {
  const ingest = await startServer(t, { admit });
  const refusals: readonly (readonly [headers: Record<string, string>, status: number])[] = [
    [{}, 401],
    [bearer('tdm_1_x'), 401],
    [bearer(reader.key), 403],
    [{ ...bearer(acme.key), 'x-tidemark-tenant': 'other' }, 403],
    [{ ...bearer(all.key), 'x-tidemark-tenant': 'no tenant' }, 400],
  ];
  for (const [headers, status] of refusals) {
    const answer = await ingest.post(event, 'application/json', headers);
    assert.deepEqual([answer.status, answer.body.status], [status, status]);
    assert.equal(answer.type, 'application/problem+json; charset=utf-8');
  }
  assert.equal(ingest.written.length, 0);
  const response = await fetch(`${ingest.url}/v1/events`, { method: 'POST', body: event });
  assert.equal(response.headers.get('www-authenticate'), 'Bearer realm="tidemark"');
  await response.text();
});

test('health is open, schemas are for readers', async (t) => {
  const ingest = await startServer(t, { admit });
  const status = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${ingest.url}${path}`, { headers });
    await response.text();
    return response.status;
  };
  for (const path of ['/livez', '/readyz', '/metrics']) assert.equal(await status(path), 200, path);
  for (const path of ['/subjects', '/schemas/types']) {
    assert.equal(await status(path), 401, path);
    assert.equal(await status(path, bearer(acme.key)), 403, path);
    assert.equal(await status(path, bearer(reader.key)), 200, path);
  }
});
