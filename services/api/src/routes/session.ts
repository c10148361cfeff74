import type { Admit } from '@tidemark/runtime';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { SessionAnswer, SessionBody } from '../answers/schemas.ts';
import { wrongParameter } from '../problem.ts';
import { endedCookie, sessionCookie } from '../sessionCookie.ts';
import { documented } from './documented.ts';

const KEY = /^[A-Za-z0-9_-]{1,200}$/;

/** Whether the browser reached us over TLS, here or at a proxy before us. */
const isSecure = ({ protocol, headers }: FastifyRequest): boolean =>
  protocol === 'https' || headers['x-forwarded-proto'] === 'https';

/** The pages' sign-in: a key goes in once and stays in a cookie that scripts cannot read. Programs send the key itself. */
export const sessionRoutes = (server: FastifyInstance, admit: Admit): void => {
  server.post(
    '/v1/session',
    documented({
      summary: 'Signs a browser in: keeps a key in a cookie that scripts cannot read',
      body: SessionBody,
      answers: { 200: SessionAnswer },
      open: true,
    }),
    async (request, reply) => {
      const key = (request.body as { key?: unknown } | null)?.key;
      if (typeof key !== 'string' || !KEY.test(key)) throw wrongParameter('key', 'an API key', typeof key);
      const { tenant, sees } = admit({ 'x-api-key': key }, 'read');
      reply.header('set-cookie', sessionCookie(key, isSecure(request)));
      return { tenant, sees };
    },
  );
  server.delete(
    '/v1/session',
    documented({ summary: 'Signs a browser out', answers: { 204: null }, open: true }),
    async (request, reply) =>
      reply
        .code(204)
        .header('set-cookie', endedCookie(isSecure(request)))
        .send(),
  );
};
