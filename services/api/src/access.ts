import type { IncomingHttpHeaders } from 'node:http';
import { AccessRefused, type Admit, type Caller, type Scope } from '@tidemark/runtime';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { keyOfCookie } from './sessionCookie.ts';

/** Nothing of a tenant is in them. */
const OPEN: ReadonlySet<string> = new Set([
  '/livez',
  '/readyz',
  '/metrics',
  '/openapi.json',
  '/docs',
  '/v1/session',
]);

/** The pages themselves hold no numbers: they ask for them as anybody does. */
const OPEN_TREES = ['/page/', '/assets/'];

interface Marked {
  /** Set by the route: it answers the same to everybody. */
  readonly open?: boolean;
}

/** What a key must allow; null where none is asked for. A route that is neither named here nor marked is not open. */
const scopeOf = ({ method, routeOptions: { url, config } }: FastifyRequest): Scope | null => {
  // No such route: the answer is the same for everybody.
  if (url === undefined || OPEN.has(url) || OPEN_TREES.some((tree) => url.startsWith(tree))) return null;
  if ((config as Marked).open === true) return null;
  return method === 'GET' ? 'read' : 'admin';
};

/**
 * A browser sends its cookie whatever page asked for it, so what changes something must come from a page of this very host.
 * Throws AccessRefused.
 */
const checkOrigin = (method: string, { origin, host }: IncomingHttpHeaders): void => {
  if (method === 'GET') return;
  if (origin !== undefined && URL.canParse(origin) && new URL(origin).host === host) return;
  throw new AccessRefused(403, 'a signed-in page may be used from its own address only', null);
};

/** The headers of a caller who signed in on the pages, as if they held the key. A key in a header goes first. */
const withSession = (method: string, headers: IncomingHttpHeaders): IncomingHttpHeaders => {
  if (headers.authorization !== undefined || headers['x-api-key'] !== undefined) return headers;
  const key = keyOfCookie(headers.cookie);
  if (key === null) return headers;
  checkOrigin(method, headers);
  return { ...headers, 'x-api-key': key };
};

/** Turns callers away before anything of their request is read. */
export const guard = (server: FastifyInstance, admit: Admit): void => {
  server.decorateRequest('caller');
  server.addHook('onRequest', async (request) => {
    const scope = scopeOf(request);
    if (scope === null) return;
    request.setDecorator('caller', admit(withSession(request.method, request.headers), scope));
  });
};

export const callerOf = (request: FastifyRequest): Caller => request.getDecorator<Caller>('caller');
