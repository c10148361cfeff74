import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import { callerOf } from '../access.ts';
import { ProblemDocument } from '../answers/schemas.ts';
import type { Context, TenantView } from '../context.ts';
import { type Parameters, querySchema, readParameters } from '../parameters.ts';
import { sendRevalidated } from '../revalidation.ts';
import { viewTenant } from '../tenantView.ts';

export interface Asked<T> {
  readonly context: Context;
  readonly view: TenantView;
  readonly query: T;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

export interface Route<T> {
  readonly url: string;
  readonly summary: string;
  readonly parameters: Parameters<T>;
  readonly path?: Readonly<Record<string, string>>;
  readonly answer: TSchema;
  readonly handle: (asked: Asked<T>) => Promise<unknown>;
}

const TENANT_HEADER = {
  type: 'object',
  properties: {
    'x-tidemark-tenant': {
      type: 'string',
      description: 'tenant, where no key or one for all tenants is used; default demo',
    },
  },
};

/** A GET route for one tenant: its parameters are read strictly, and the same table documents them. */
export const tenantRoute = <T>(server: FastifyInstance, context: Context, route: Route<T>): void => {
  server.route({
    method: 'GET',
    url: route.url,
    schema: {
      summary: route.summary,
      headers: TENANT_HEADER,
      querystring: querySchema(route.parameters as Parameters<Record<string, unknown>>),
      ...(route.path === undefined
        ? {}
        : {
            params: {
              type: 'object',
              properties: Object.fromEntries(
                Object.entries(route.path).map(([name, description]) => [
                  name,
                  { type: 'string', description },
                ]),
              ),
            },
          }),
      response: { 200: route.answer, '4xx': ProblemDocument, 503: ProblemDocument },
    },
    handler: async (request, reply) => {
      const query = readParameters(request.query, route.parameters);
      const view = await viewTenant(context, callerOf(request).tenant);
      const answer = await route.handle({ context, view, query, request, reply });
      return sendRevalidated(request, reply, answer);
    },
  });
};
