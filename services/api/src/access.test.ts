import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { defaultSettingsOf } from '@tidemark/core';
import { RetryLater } from '@tidemark/pipeline';
import { type ApiKey, admitAll, admitByKey, createKey, createLogger, type Scope } from '@tidemark/runtime';
import type { FastifyInstance } from 'fastify';
import type { Context } from './context.ts';
import { createRateLimiter, type RateLimiter } from './rateLimit.ts';
import { createServer } from './server.ts';

const make = (tenant: string, ...scopes: Scope[]) => createKey({ name: tenant, tenant, scopes }, 0);
const acme = make('acme', 'read', 'admin');
const reader = make('acme', 'read');
const writer = make('acme', 'write');
const changer = make('acme', 'admin');
const all = make('*', 'read', 'admin');
const known = new Map<string, ApiKey>(
  [acme, reader, writer, changer, all].map(({ key, record }) => [key, record]),
);
const byKey = admitByKey((presented) => known.get(presented) ?? null);
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

const OPEN = [
  '/livez',
  '/readyz',
  '/metrics',
  '/openapi.json',
  '/docs',
  '/',
  '/page/docs.js',
  '/page/style.css',
];

interface Route {
  readonly method: 'GET' | 'PUT';
  readonly url: string;
}

/** The API over stores that are away, but that note for which tenants they were asked. */
const start = async (t: TestContext, admit = byKey, limiter: RateLimiter | null = null) => {
  const asked: string[] = [];
  const away = () => Promise.reject(new RetryLater('away'));
  const note = (tenant: string) => {
    asked.push(tenant);
    return away();
  };
  const context = {
    log: createLogger('api-test', 'fatal'),
    redis: { ping: away, hkeys: async () => ['acme', 'other', 'tidemark.probe'], pipeline: away },
    clickhouse: { ping: away, query: away },
    observations: { look: away, lastEndedBy: () => null },
    partitions: 1,
    readTerms: ({ tenant }: { tenant: string }) => note(tenant),
    asWritten: async () => null,
    settingsCache: {
      read: async ([tenant]: readonly string[]) => {
        asked.push(tenant!);
        return [defaultSettingsOf(tenant!)];
      },
      write: away,
    },
    alerts: {
      rules: { list: note, change: note, versions: note },
      lists: { of: note, forget: () => undefined, forgetAll: () => undefined },
      history: { list: note, attempts: note },
      states: { read: note },
    },
    durableSettings: { of: note, read: note, change: note, fixCurrencies: note },
    now: () => Date.UTC(2026, 0, 31),
  } as unknown as Context;
  const server = await createServer(context, admit, limiter);
  t.after(() => server.close());
  await server.ready();
  return { server, asked };
};

/** What without there is no answer. */
const REQUIRED: Readonly<Record<string, string>> = { '/v1/restatements': '?since=2026-01-01' };

/** Every route that the documentation knows and does not call open, with values in its path. */
const routesOf = (server: FastifyInstance): readonly Route[] =>
  Object.entries(server.swagger().paths ?? {}).flatMap(([path, operations]) =>
    Object.entries((operations ?? {}) as Record<string, { readonly security?: readonly unknown[] }>)
      .filter(([, { security }]) => security?.length !== 0)
      .map(([method]) => ({
        method: method.toUpperCase() as Route['method'],
        url: `${path
          .replace('/v1/metrics/{id}', '/v1/metrics/mrr')
          .replace('{id}', 'c1')
          .replace('{message}', 'm1')}${REQUIRED[path] ?? ''}`,
      })),
  );

const ask = async (server: FastifyInstance, { method, url }: Route, headers: Record<string, string>) => {
  const body = method === 'PUT' ? { payload: { gross_margin: 0.5 } } : {};
  const { statusCode, headers: answered, json } = await server.inject({ method, url, headers, ...body });
  return { status: statusCode, challenge: answered['www-authenticate'], headers: answered, json };
};

test('every route: the key of one tenant and the header of another are 403, and no store is asked', async (t) => {
  const { server, asked } = await start(t);
  const routes = routesOf(server);
  assert.ok(routes.length >= 9, `${routes.length} routes`);
  for (const route of routes) {
    const answer = await ask(server, route, { ...bearer(acme.key), 'x-tidemark-tenant': 'other' });
    assert.equal(answer.status, 403, `${route.method} ${route.url}`);
  }
  assert.deepEqual(asked, []);
});

test('every route: with its key and no header, only the tenant of the key is looked at', async (t) => {
  const { server, asked } = await start(t);
  // A stream has no end to wait for; it is tested where there are stores.
  for (const route of routesOf(server).filter(({ url }) => url !== '/v1/stream')) {
    const { status } = await ask(server, route, bearer(acme.key));
    assert.ok(![400, 401, 403, 404].includes(status), `${route.method} ${route.url}: ${status}`);
  }
  assert.ok(asked.length >= 8);
  assert.deepEqual(new Set(asked), new Set(['acme']));
});

test('every route: no key and a wrong key are 401', async (t) => {
  const { server, asked } = await start(t);
  for (const route of routesOf(server)) {
    const none = await ask(server, route, { 'x-tidemark-tenant': 'acme' });
    assert.deepEqual([none.status, none.challenge], [401, 'Bearer realm="tidemark"'], route.url);
    assert.equal((await ask(server, route, { 'x-api-key': 'tdm_1_x' })).status, 401, route.url);
  }
  assert.deepEqual(asked, []);
});

test('scopes: reading needs read, changing settings needs admin', async (t) => {
  const { server } = await start(t);
  for (const route of routesOf(server)) {
    assert.equal((await ask(server, route, bearer(writer.key))).status, 403, `${route.method} ${route.url}`);
    if (route.url === '/v1/stream') continue;
    const withReader = await ask(server, route, bearer(reader.key));
    assert.equal(withReader.status === 403, route.method !== 'GET', `${route.method} ${route.url}`);
  }
});

test('a key for all tenants lets the header choose', async (t) => {
  const { server, asked } = await start(t);
  const route: Route = { method: 'GET', url: '/v1/settings' };
  assert.equal((await ask(server, route, { ...bearer(all.key), 'x-tidemark-tenant': 'other' })).status, 200);
  assert.deepEqual(asked, ['other']);
});

test('the list of tenants holds what the key may see', async (t) => {
  const { server } = await start(t);
  const tenants = async (key: string) =>
    (await ask(server, { method: 'GET', url: '/v1/tenants' }, bearer(key))).json();
  assert.deepEqual(await tenants(acme.key), { tenants: ['acme'] });
  assert.deepEqual(await tenants(all.key), { tenants: ['acme', 'other'] });
});

test('health, reference and page need no key', async (t) => {
  const { server } = await start(t);
  for (const url of OPEN) {
    const { status } = await ask(server, { method: 'GET', url }, {});
    assert.ok(![401, 403].includes(status), `${url}: ${status}`);
  }
  assert.equal((await ask(server, { method: 'GET', url: '/v1/nothing' }, {})).status, 404);
});

test('the pages: a key goes in once, and its cookie then stands for it', async (t) => {
  const { server, asked } = await start(t);
  const signIn = (key: string) =>
    server.inject({ method: 'POST', url: '/v1/session', payload: { key }, headers: { host: 'tidemark' } });
  assert.equal((await signIn(make('acme', 'read').key)).statusCode, 401);
  assert.equal((await signIn(writer.key)).statusCode, 403);
  const { statusCode, headers } = await signIn(acme.key);
  assert.equal(statusCode, 200);
  const set = String(headers['set-cookie']);
  assert.match(set, /; Path=\/; HttpOnly; SameSite=Strict$/);
  const cookie = set.split(';')[0]!;

  const settings: Route = { method: 'GET', url: '/v1/settings' };
  assert.equal((await ask(server, settings, { cookie })).status, 200);
  assert.deepEqual(asked, ['acme']);
  const other = await ask(server, settings, { cookie, 'x-tidemark-tenant': 'other' });
  assert.equal(other.status, 403);

  const change: Route = { method: 'PUT', url: '/v1/settings' };
  const from = async (origin: object) =>
    (await ask(server, change, { cookie, host: 'tidemark', ...origin })).status;
  assert.equal(await from({}), 403);
  assert.equal(await from({ origin: 'https://elsewhere' }), 403);
  assert.notEqual(await from({ origin: 'https://tidemark' }), 403);

  const ended = await server.inject({ method: 'DELETE', url: '/v1/session' });
  assert.match(String(ended.headers['set-cookie']), /^tidemark_key=; Max-Age=0;/);
});

test('without keys the header chooses, and must be a tenant’s name', async (t) => {
  const { server, asked } = await start(t, admitAll);
  const route: Route = { method: 'GET', url: '/v1/settings' };
  assert.equal((await ask(server, route, { 'x-tidemark-tenant': 'acme' })).status, 200);
  assert.equal((await ask(server, route, {})).status, 200);
  assert.deepEqual(asked, ['acme', 'demo']);
  assert.equal((await ask(server, route, { 'x-tidemark-tenant': 'a b' })).status, 400);
});

test('a key that has used up its quota is told when to come again, on every route; others go on', async (t) => {
  const { server, asked } = await start(t, byKey, createRateLimiter(1));
  const settings: Route = { method: 'GET', url: '/v1/settings' };
  const first = await ask(server, settings, bearer(acme.key));
  assert.equal(first.status, 200);
  assert.equal(first.headers['ratelimit-policy'], '"key";q=1;w=60');
  assert.equal(first.headers['ratelimit'], '"key";r=0;t=60');
  const before = asked.length;
  for (const route of routesOf(server)) {
    const refused = await ask(server, route, bearer(acme.key));
    assert.equal(refused.status, 429, `${route.method} ${route.url}`);
    assert.equal(refused.headers['retry-after'], '60');
    assert.match(String(refused.headers['content-type']), /^application\/problem\+json/);
    assert.equal((refused.json() as { status: number }).status, 429);
  }
  assert.equal(asked.length, before);
  assert.equal((await ask(server, settings, bearer(reader.key))).status, 200);
});

test('without keys there is no limit', async (t) => {
  const { server } = await start(t, admitAll, createRateLimiter(1));
  for (let times = 0; times < 3; times++) {
    const { status, headers } = await ask(server, { method: 'GET', url: '/v1/settings' }, {});
    assert.deepEqual([status, headers['ratelimit']], [200, undefined]);
  }
});

test('what only changes takes a key for that alone', async (t) => {
  const { server } = await start(t);
  for (const route of routesOf(server)) {
    const { status } = await ask(server, route, bearer(changer.key));
    assert.equal(status === 403, route.method === 'GET', `${route.method} ${route.url}: ${status}`);
  }
});
