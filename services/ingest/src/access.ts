import type { Admit, Caller, Scope } from '@tidemark/runtime';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const OPEN: ReadonlySet<string> = new Set(['/livez', '/readyz', '/metrics']);

/** What a key must allow; null where none is asked for. A route that is not named here is not open. */
const scopeOf = ({ method, routeOptions: { url } }: FastifyRequest): Scope | null => {
  // No such route: the answer is the same for everybody.
  if (url === undefined || OPEN.has(url)) return null;
  return method === 'GET' || method === 'HEAD' ? 'read' : 'write';
};

/** Turns callers away before anything of their request is read. */
export const guard = (server: FastifyInstance, admit: Admit): void => {
  server.decorateRequest('caller');
  server.addHook('onRequest', async (request) => {
    const scope = scopeOf(request);
    if (scope !== null) request.setDecorator('caller', admit(request.headers, scope));
  });
};

export const callerOf = (request: FastifyRequest): Caller => request.getDecorator<Caller>('caller');
