import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem, sendProblem } from './problem.ts';

const METHODS = ['GET', 'PUT', 'POST', 'PATCH', 'DELETE'] as const;

/** Where a person may have mistyped the address of a page; programs do not ask for HTML, and `/v1` is theirs. */
const isOfPerson = ({ method, headers }: FastifyRequest, path: string): boolean =>
  method === 'GET' && /\btext\/html\b/.test(headers.accept ?? '') && !/^\/v1(\/|$)/.test(path);

/** What is answered where there is no route: the problem 404, or 405 with what is allowed; to people the pages, which say it in their way. */
export const answerUnknown = (
  server: FastifyInstance,
  sendPage: ((reply: FastifyReply) => FastifyReply) | null,
): void => {
  server.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0]!;
    const allowed = METHODS.filter((method) => server.findRoute({ url: path, method }) !== null);
    if (allowed.length > 0) {
      reply.header('allow', allowed.join(', '));
      return sendProblem(reply, new Problem(405, `expected ${allowed.join(' or ')}, got ${request.method}`));
    }
    if (sendPage !== null && isOfPerson(request, path)) return sendPage(reply.code(404));
    return sendProblem(
      reply,
      new Problem(404, `there is nothing at ${path.slice(0, 200)}; /docs lists what there is`),
    );
  });
};
