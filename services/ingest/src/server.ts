import { AccessRefused, type Admit, type Log } from '@tidemark/runtime';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { guard } from './access.ts';
import { Problem, sendProblem } from './problem.ts';
import { type EventsDependencies, eventsRoute } from './routes/events.ts';
import { healthRoutes } from './routes/health.ts';
import { registryRoutes } from './routes/registry.ts';

export interface ServerDependencies extends EventsDependencies {
  readonly log: Log;
  readonly admit: Admit;
  /** Whether schema ids are our own, so that this service must tell what they stand for. */
  readonly servesRegistry: boolean;
}

const REQUEST_TIMEOUT = 60_000;

/** The HTTP interface, not yet listening. */
export const createServer = (dependencies: ServerDependencies): FastifyInstance => {
  const { log, budget, counters } = dependencies;
  let draining = false;
  const server = Fastify({
    requestTimeout: REQUEST_TIMEOUT,
    forceCloseConnections: 'idle',
    // What comes on open connections while draining is still served.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 300 },
  });
  // Bodies are read by the route itself, as a stream; Fastify would hold each as a whole.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, _payload, done) => done(null));

  server.addHook('preClose', async () => {
    draining = true;
  });
  server.addHook('onResponse', async (request, reply) => {
    if (request.routeOptions.url === '/v1/events') counters.answered(reply.statusCode);
  });
  server.setErrorHandler((error: FastifyError | Problem | AccessRefused, request, reply) => {
    if (error instanceof Problem) return sendProblem(reply, error);
    if (error instanceof AccessRefused) {
      if (error.challenge !== null) reply.header('www-authenticate', error.challenge);
      return sendProblem(reply, new Problem(error.status, error.message));
    }
    const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
    if (status < 500) return sendProblem(reply, new Problem(status, error.message));
    log.error({ err: error, url: request.url, runbook: 'docs/runbook/request-failed.md' }, 'request failed');
    return sendProblem(reply, new Problem(500, 'something went wrong here; it is in the log'));
  });
  server.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0]!;
    const allowed = (['GET', 'POST'] as const).filter(
      (method) => server.findRoute({ url: path, method }) !== null,
    );
    if (allowed.length === 0)
      return sendProblem(reply, new Problem(404, `there is nothing at ${path.slice(0, 200)}`));
    reply.header('allow', allowed.join(', '));
    return sendProblem(reply, new Problem(405, `expected ${allowed.join(' or ')}, got ${request.method}`));
  });

  guard(server, dependencies.admit);
  eventsRoute(server, dependencies);
  healthRoutes(
    server,
    () => draining,
    () => counters.samples(budget.used()),
  );
  if (dependencies.servesRegistry) registryRoutes(server);
  return server;
};
