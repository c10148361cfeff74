import assert from 'node:assert/strict';
import { test } from 'node:test';
import Fastify from 'fastify';
import { answerUnknown } from './unknown.ts';

const start = (hasPages: boolean) => {
  const server = Fastify({ exposeHeadRoutes: false });
  server.put('/v1/settings', async () => 'put');
  answerUnknown(server, hasPages ? (reply) => reply.type('text/html').send('<!doctype html>') : null);
  const ask = async (url: string, accept = 'text/html,*/*;q=0.8', method: 'GET' | 'POST' = 'GET') => {
    const { statusCode, headers } = await server.inject({ method, url, headers: { accept } });
    return [statusCode, String(headers['content-type']).split(';')[0], headers['allow']];
  };
  return ask;
};

const PROBLEM = 'application/problem+json';

test('who mistypes a page gets the pages, whoever asks as a program a problem', async () => {
  const ask = start(true);
  assert.deepEqual(await ask('/chrun?tenant=demo'), [404, 'text/html', undefined]);
  assert.deepEqual(await ask('/v10'), [404, 'text/html', undefined]);
  assert.deepEqual(await ask('/chrun', '*/*'), [404, PROBLEM, undefined]);
  assert.deepEqual(await ask('/chrun', 'text/html', 'POST'), [404, PROBLEM, undefined]);
  assert.deepEqual(await ask('/v1/nothing'), [404, PROBLEM, undefined]);
  assert.deepEqual(await ask('/v1'), [404, PROBLEM, undefined]);
  assert.deepEqual(await ask('/v1/settings'), [405, PROBLEM, 'PUT']);
});

test('where the pages are not built everybody gets the problem', async () => {
  assert.deepEqual(await start(false)('/chrun'), [404, PROBLEM, undefined]);
});
