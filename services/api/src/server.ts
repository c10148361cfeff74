import compress from '@fastify/compress';
import swagger from '@fastify/swagger';
import { RetryLater } from '@tidemark/pipeline';
import { AccessRefused, type Admit } from '@tidemark/runtime';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { guard } from './access.ts';
import type { Context } from './context.ts';
import { pageRoutes } from './page/routes.ts';
import { refuseParametersOf } from './parameters.ts';
import { Problem, sendProblem } from './problem.ts';
import type { RateLimiter } from './rateLimit.ts';
import { alertRoutes } from './routes/alerts/index.ts';
import { bridgeRoute } from './routes/bridge.ts';
import { customerRoute } from './routes/customer.ts';
import { deadLettersRoutes } from './routes/deadLetters/index.ts';
import { explainRoute } from './routes/explain.ts';
import { healthRoutes } from './routes/health.ts';
import { metricRoutes } from './routes/metrics.ts';
import { movementsRoute } from './routes/movements.ts';
import { referenceRoutes } from './routes/reference.ts';
import { restatementsRoute } from './routes/restatements.ts';
import { sessionRoutes } from './routes/session.ts';
import { settingsRoutes } from './routes/settings.ts';
import { statusRoutes } from './routes/status.ts';
import { streamRoute } from './routes/stream.ts';
import { tableRoutes } from './routes/tables/routes.ts';
import { versionsRoute } from './routes/versions.ts';
import { answerUnknown } from './unknown.ts';
import { SERVICE_VERSION } from './version.ts';

/** Ours are 128 characters, of which each may take twelve when percent-encoded. */
const LONGEST_PATH_PART = 2_048;

const COMPRESSED = /^(?:text\/(?!event-stream)|application\/(?:\w[\w.-]*\+)?(?:json|x-ndjson)|image\/svg)/;

/** Whether an error says that a store is away. Its own words may name addresses, so only that is passed on. */
const isAway = (error: unknown): boolean =>
  error instanceof RetryLater ||
  /ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|Connection is closed|Stream isn't writeable|Timeout error|Command timed out|LOADING|MaxRetriesPerRequest|KafkaJS/.test(
    `${(error as Error).name} ${(error as Error).message} ${String((error as { code?: unknown }).code)}`,
  );

/** The HTTP interface, not yet listening. */
export const createServer = async (
  context: Context,
  admit: Admit,
  limiter: RateLimiter | null = null,
): Promise<FastifyInstance> => {
  const server = Fastify({
    routerOptions: { maxParamLength: LONGEST_PATH_PART },
    forceCloseConnections: 'idle',
    // What comes on open connections while it ends is still served.
    return503OnClosing: false,
    // A HEAD beside every GET would only double the documentation.
    exposeHeadRoutes: false,
  });
  // Parameters are read by our own tables, which say what is accepted; schemas are there to document.
  server.setValidatorCompiler(() => () => true);
  server.setSerializerCompiler(() => (data) => JSON.stringify(data));
  await server.register(compress, { encodings: ['gzip'], threshold: 1024, customTypes: COMPRESSED });
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Tidemark',
        version: SERVICE_VERSION,
        description: 'Live, exact metrics about the health of a customer base.',
      },
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', description: 'an API key' },
          key: { type: 'apiKey', in: 'header', name: 'x-api-key' },
        },
      },
      // An instance without keys, which listens on loopback only, asks for none.
      security: [{ bearer: [] }, { key: [] }, {}],
    },
  });
  server.setErrorHandler((error: FastifyError | Problem | AccessRefused, request, reply) => {
    if (error instanceof Problem) return sendProblem(reply, error);
    if (error instanceof AccessRefused) {
      if (error.challenge !== null) reply.header('www-authenticate', error.challenge);
      return sendProblem(reply, new Problem(error.status, error.message));
    }
    const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
    if (status < 500) return sendProblem(reply, new Problem(status, error.message));
    context.log.error(
      { err: error, url: request.url, runbook: 'docs/runbook/request-failed.md' },
      'request failed',
    );
    if (isAway(error))
      return sendProblem(reply, new Problem(503, 'a store is away for the moment; the log says which'));
    return sendProblem(reply, new Problem(500, 'something went wrong here; it is in the log'));
  });
  server.addHook('onSend', async (_, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });

  guard(server, admit, limiter);
  refuseParametersOf(server);
  sessionRoutes(server, admit);
  metricRoutes(server, context);
  bridgeRoute(server, context);
  movementsRoute(server, context);
  restatementsRoute(server, context);
  customerRoute(server, context);
  settingsRoutes(server, context);
  statusRoutes(server, context);
  versionsRoute(server, context);
  deadLettersRoutes(server, context);
  alertRoutes(server, context);
  streamRoute(server, context, admit);
  tableRoutes(server, context);
  explainRoute(server, context);
  healthRoutes(server, context);
  referenceRoutes(server);
  answerUnknown(server, pageRoutes(server));
  return server;
};
