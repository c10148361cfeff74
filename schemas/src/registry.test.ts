import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { parseEvent } from '@tidemark/core';
import { createCodec, createLocalCodec } from './codec.ts';
import { schemaById, schemaTypes, subjects, subjectVersion, subjectVersions } from './registryAnswers.ts';

const outcome = parseEvent({ id: 'e', type: 'activity', time: 0, customer: 'c', name: 'login' }, { now: 0 });
assert.ok(outcome.ok);
const event = outcome.value;

/** A registry in memory: ids from 1,000, and one schema that somebody else registered. */
const startRegistry = async (foreign: string) => {
  const schemas = new Map<number, string>([[7, foreign]]);
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`.trim());
    const body = (await request.toArray()).join('');
    const answer = (status: number, value: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/vnd.schemaregistry.v1+json' });
      response.end(JSON.stringify(value));
    };
    if (request.method === 'POST') {
      const { schema } = JSON.parse(body) as { schema: string };
      const known = [...schemas].find(([, text]) => text === schema)?.[0];
      const id = known ?? 1000 + schemas.size;
      schemas.set(id, schema);
      return answer(200, { id });
    }
    const schema = schemas.get(Number(request.url!.split('/').at(-1)));
    return schema === undefined ? answer(404, { error_code: 40403 }) : answer(200, { schema });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, schemas, asked, close: () => server.close() };
};

const foreign = JSON.stringify({
  type: 'record',
  name: 'Activity',
  namespace: 'tidemark.events',
  fields: [
    { name: 'name', type: 'string' },
    { name: 'id', type: 'string' },
    { name: 'customer', type: 'string' },
    { name: 'time', type: 'long' },
    { name: 'properties', type: { type: 'map', values: ['string', 'double', 'boolean'] }, default: {} },
    { name: 'extra', type: ['null', 'int', 'long'], default: null },
  ],
});

test("with a registry, ids are the registry's, and a writer's own schema is fetched and resolved", async (t) => {
  const registry = await startRegistry(foreign);
  t.after(registry.close);
  const codec = await createCodec(`${registry.url}/`);
  assert.equal(registry.schemas.size, 11);
  const again = await createCodec(registry.url);
  const bytes = again.encode(event);
  assert.ok(bytes.readUInt32BE(1) >= 1000);
  assert.deepEqual(codec.decode(bytes), { ok: true, value: { type: 'activity', ...asJson() } });

  const payload = Buffer.from([10, ...Buffer.from('login'), 2, 0x65, 2, 0x63, 0, 0, 0]);
  const theirs = Buffer.concat([Buffer.from([0, 0, 0, 0, 7]), payload]);
  const before = codec.decode(theirs);
  assert.equal(before.ok, false);
  await codec.prepare([theirs, null, bytes]);
  assert.deepEqual(codec.decode(theirs), { ok: true, value: { type: 'activity', ...asJson() } });
});

test('a schema id that the registry does not have is undecodable; a registry that does not answer rejects', async (t) => {
  const registry = await startRegistry(foreign);
  t.after(registry.close);
  const codec = await createCodec(registry.url);
  const unknown = Buffer.from([0, 0, 0, 0, 99, 0]);
  await codec.prepare([unknown]);
  assert.equal(codec.decode(unknown).ok, false);
  registry.close();
  await assert.rejects(createCodec('http://127.0.0.1:1'));
});

test('credentials of the URL are sent as a header', async (t) => {
  const registry = await startRegistry(foreign);
  t.after(registry.close);
  await createCodec(registry.url.replace('http://', 'http://user:p%40ss@'));
  assert.match(registry.asked[0]!, /Basic dXNlcjpwQHNz$/);
});

test('without one, the read part of its interface is answered from the files', () => {
  const names = subjects().body as string[];
  assert.equal(names.length, 10);
  assert.ok(names.includes('tidemark.events.Return'));
  assert.deepEqual(subjectVersions('tidemark.events.Void'), { status: 200, body: [1] });
  const latest = subjectVersion('tidemark.events.Void', 'latest').body as { id: number; schema: string };
  assert.deepEqual(subjectVersion('tidemark.events.Void', '1').body, latest);
  assert.deepEqual(schemaById(String(latest.id)).body, { schema: latest.schema });
  assert.equal(JSON.parse(latest.schema).name, 'Void');
  assert.deepEqual(schemaTypes().body, ['AVRO']);
  for (const answer of [
    subjectVersions('nothing'),
    subjectVersion('nothing', '1'),
    subjectVersion('tidemark.events.Void', '9'),
    schemaById('0'),
    schemaById('__proto__'),
  ])
    assert.equal(answer.status, 404);
});

const asJson = (): object => {
  const decoded = createLocalCodec().decode(createLocalCodec().encode(event));
  assert.ok(decoded.ok);
  const { type: _, ...rest } = decoded.value;
  return rest;
};
