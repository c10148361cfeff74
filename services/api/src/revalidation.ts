import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Of whom and for whom an answer is; no cache may give it to another. */
const VARY = 'authorization, x-api-key, cookie, x-tidemark-tenant, accept, accept-encoding';

/** Moves with the clock while nothing else does, so it is no part of what tells two answers apart. Quotes inside of values are escaped: it is found as a field only. */
const DATA_THROUGH = /"data_through":"([^"]*)"/;

const LENGTH = 22;

/** Weak, as the moment up to which data is known may differ. */
export const validatorOf = (text: string): string =>
  `W/"${createHash('sha256').update(text.replace(DATA_THROUGH, '')).digest('base64url').slice(0, LENGTH)}"`;

const opaque = (tag: string): string => tag.trim().replace(/^W\//, '');

/** Whether the caller holds this answer already; RFC 9110, weak comparison. */
export const isHeld = (ifNoneMatch: string | undefined, validator: string): boolean =>
  ifNoneMatch !== undefined &&
  (ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((tag) => opaque(tag) === opaque(validator)));

/** Sends an answer that may be kept but must be asked for again each time: 304 where the caller's copy still holds. */
export const sendRevalidated = (
  request: FastifyRequest,
  reply: FastifyReply,
  answer: unknown,
): FastifyReply => {
  const text = JSON.stringify(answer);
  const validator = validatorOf(text);
  const through = DATA_THROUGH.exec(text)?.[1];
  reply.header('etag', validator).header('cache-control', 'private, no-cache').header('vary', VARY);
  // Of a copy that is held it is the only part that may be too old.
  if (through !== undefined) reply.header('x-tidemark-data-through', through);
  return isHeld(request.headers['if-none-match'], validator)
    ? reply.code(304).send()
    : reply.type('application/json; charset=utf-8').send(text);
};
