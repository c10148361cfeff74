import { STATUS_CODES } from 'node:http';
import type { FastifyReply } from 'fastify';

/** A request that cannot be answered, as an RFC 9457 problem document. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(status: number, detail: string, members: Readonly<Record<string, unknown>> = {}) {
    super(detail);
    this.status = status;
    this.members = members;
  }
}

/** The parameter or field that is wrong, and what is accepted. */
export const wrongParameter = (parameter: string, expected: string, got: unknown): Problem => {
  const shown = String(got).slice(0, 80);
  return new Problem(400, `${parameter}: expected ${expected}, got ${shown}`, { parameter, expected });
};

export const sendProblem = (reply: FastifyReply, { status, message, members }: Problem): FastifyReply => {
  if (status === 503) reply.header('retry-after', 5);
  return reply
    .code(status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(
      JSON.stringify({
        type: 'about:blank',
        title: STATUS_CODES[status],
        status,
        detail: message,
        ...members,
      }),
    );
};
