import assert from 'node:assert/strict';
import { test } from 'node:test';
import { activity, startServer } from './testing/startServer.ts';

test('health: alive, ready, and what was done so far', async (t) => {
  const ingest = await startServer(t);
  await ingest.post(JSON.stringify([activity('e1'), activity('e2', { name: '' })]));
  assert.equal((await fetch(`${ingest.url}/livez`)).status, 200);
  assert.equal((await fetch(`${ingest.url}/readyz`)).status, 200);
  const metrics = await (await fetch(`${ingest.url}/metrics`)).text();
  assert.match(metrics, /^tidemark_ingest_events_total\{outcome="accepted"\} 1$/m);
  assert.match(metrics, /^tidemark_ingest_events_total\{outcome="rejected"\} 1$/m);
  assert.match(metrics, /^tidemark_ingest_requests_total\{status="202"\} 1$/m);
  assert.match(metrics, /^tidemark_ingest_bytes_in_flight 0$/m);
});

test('unknown paths and methods are problem documents', async (t) => {
  const ingest = await startServer(t);
  const path = await fetch(`${ingest.url}/v1/evnts`);
  assert.equal(path.status, 404);
  assert.equal(path.headers.get('content-type'), 'application/problem+json; charset=utf-8');
  const method = await fetch(`${ingest.url}/v1/events`);
  assert.equal(method.status, 405);
  assert.equal(method.headers.get('allow'), 'POST');
  assert.equal(((await method.json()) as { status: number }).status, 405);
  assert.equal((await fetch(`${ingest.url}/livez`, { method: 'DELETE' })).status, 405);
});

test('tools that read the log find the schemas as in a registry', async (t) => {
  const ingest = await startServer(t);
  const get = async (path: string) => {
    const response = await fetch(`${ingest.url}${path}`);
    assert.equal(response.headers.get('content-type'), 'application/vnd.schemaregistry.v1+json');
    return { status: response.status, body: (await response.json()) as never };
  };
  const subjects = (await get('/subjects')).body as string[];
  assert.ok(subjects.includes('tidemark.events.Purchase'));
  assert.deepEqual((await get('/subjects/tidemark.events.Purchase/versions')).body, [1]);
  const latest = (await get('/subjects/tidemark.events.Purchase/versions/latest')).body as { id: number };
  const { schema } = (await get(`/schemas/ids/${latest.id}`)).body as { schema: string };
  assert.equal(JSON.parse(schema).name, 'Purchase');
  assert.deepEqual((await get('/schemas/types')).body, ['AVRO']);
  assert.equal((await get('/subjects/none/versions/1')).status, 404);
  assert.equal((await get('/schemas/ids/999')).status, 404);
});

test('with a registry configured, nothing stands in for it', async (t) => {
  const ingest = await startServer(t, { servesRegistry: false });
  assert.equal((await fetch(`${ingest.url}/subjects`)).status, 404);
});
