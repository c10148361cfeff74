import type { IncomingHttpHeaders } from 'node:http';
import { AccessRefused, type Admit, type Caller, type Scope } from '@tidemark/runtime';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from './problem.ts';
import { type RateLimiter, rateLimitHeaders } from './rateLimit.ts';
import { keyOfCookie } from './sessionCookie.ts';

interface Marked {
  /** Set by the route: nothing of a tenant is in it. */
  readonly open?: boolean;
}

/** What a key must allow; null where none is asked for. A route that is not marked is not open. */
const scopeOf = ({ method, routeOptions: { url, config } }: FastifyRequest): Scope | null => {
  // No such route: the answer is the same for everybody.
  if (url === undefined) return null;
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

/** Throws the problem 429 where a key has used up its quota; tells each answer how much is left. */
const checkRate = (reply: FastifyReply, limiter: RateLimiter, key: string): void => {
  const allowance = limiter.take(key, performance.now());
  reply.headers(rateLimitHeaders(limiter, allowance));
  if (allowance.allowed) return;
  reply.header('retry-after', allowance.retryAfter);
  throw new Problem(
    429,
    `this key may make ${limiter.quota} requests a minute; the next one in ${allowance.retryAfter} s`,
  );
};

/** Turns callers away before anything of their request is read. */
export const guard = (server: FastifyInstance, admit: Admit, limiter: RateLimiter | null): void => {
  server.decorateRequest('caller');
  server.addHook('onRequest', async (request, reply) => {
    const scope = scopeOf(request);
    if (scope === null) return;
    const caller = admit(withSession(request.method, request.headers), scope);
    request.setDecorator('caller', caller);
    if (limiter !== null && caller.key !== null) checkRate(reply, limiter, caller.key);
  });
};

export const callerOf = (request: FastifyRequest): Caller => request.getDecorator<Caller>('caller');
