import assert from 'node:assert/strict';
import { test } from 'node:test';
import { admitAll, createLogger } from '@tidemark/runtime';
import type { Context } from './context.ts';
import { createServer } from './server.ts';

const INDENT = 4;

/** `GET /v1/metrics/:id` of each line of the tree that Fastify prints of its routes. */
const registered = (tree: string): readonly string[] => {
  const parents: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, , path, methods] = /^([│ ├└─]*?)── (\S+) \(([A-Z, ]+)\)$/.exec(line)?.map(String) ?? [];
    if (path === undefined || methods === undefined) return [];
    const depth = (line.indexOf('── ') - 1) / INDENT;
    parents.splice(depth, Number.POSITIVE_INFINITY, path);
    const full = parents.join('').replace(/^\/\//, '/');
    return methods.split(', ').map((method) => `${method} ${full}`);
  });
};

/** People look at them; there is nothing in them that a program would ask for. */
const PAGES =
  /^GET (\/|\/docs|\/(page|assets)\/.+|\/(?!v1)(mrr|retention|voice|purchases|alerts|system|customers)(\/:id)?)$/;

test('the reference lists every route but the pages, and none that is not there', async (t) => {
  const log = createLogger('api-test', 'fatal');
  const server = await createServer({ log, alerts: {} } as unknown as Context, admitAll);
  t.after(() => server.close());
  await server.ready();
  const routes = registered(server.printRoutes({ commonPrefix: false }));
  const documented = Object.entries(server.swagger().paths ?? {}).flatMap(([path, operations]) =>
    Object.keys(operations ?? {}).map(
      (method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
    ),
  );
  assert.ok(documented.includes('GET /v1/metrics/:id/series'));
  assert.deepEqual(documented.toSorted(), routes.filter((route) => !PAGES.test(route)).toSorted());
});
