import { isTenantName } from '@tidemark/core';
import type { FastifyRequest } from 'fastify';
import { Problem } from './problem.ts';

const DEFAULT_TENANT = 'demo';

/** The tenant on an open loopback instance: that of the header. Throws the problem 400 where it is no tenant's name. */
export const tenantOfHeader = (headers: FastifyRequest['headers']): string => {
  const name = headers['x-tidemark-tenant'] ?? DEFAULT_TENANT;
  if (typeof name === 'string' && isTenantName(name)) return name;
  throw new Problem(400, 'x-tidemark-tenant: expected 1 to 64 of A–Z a–z 0–9 . _ -');
};
