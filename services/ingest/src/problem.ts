import { STATUS_CODES } from 'node:http';
import type { FastifyReply } from 'fastify';

/** Seconds a caller is asked to wait, for each status that passes by itself. */
const RETRY_AFTER: Readonly<Record<number, number>> = { 429: 1, 503: 5 };

/** A request that cannot be served, as an RFC 9457 problem document. `members` join the document. */
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

export const sendProblem = (reply: FastifyReply, { status, message, members }: Problem): FastifyReply => {
  const seconds = RETRY_AFTER[status];
  if (seconds !== undefined) reply.header('retry-after', seconds);
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
