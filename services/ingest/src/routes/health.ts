import { prometheusText, type Sample } from '@tidemark/runtime';
import type { FastifyInstance } from 'fastify';

/** `/livez`, `/readyz`, `/metrics`. */
export const healthRoutes = (
  server: FastifyInstance,
  draining: () => boolean,
  samples: () => readonly Sample[],
): void => {
  server.get('/livez', (_, reply) => reply.type('text/plain').send('ok\n'));
  server.get('/readyz', (_, reply) =>
    draining()
      ? reply.code(503).type('text/plain').send('stopping\n')
      : reply.type('text/plain').send('ok\n'),
  );
  server.get('/metrics', (_, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(prometheusText(samples())),
  );
};
