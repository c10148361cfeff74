import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';
import { callerOf } from '../access.ts';
import type { Context, TenantView } from '../context.ts';
import { CONTENT_TYPES, type Format, format, preferredFormat } from '../export/format.ts';
import type { Rows } from '../export/row.ts';
import { sendFile } from '../export/send.ts';
import { type Parameters, readParameters } from '../parameters.ts';
import { wrongParameter } from '../problem.ts';
import { sendRevalidated } from '../revalidation.ts';
import { contextOf, viewTenant } from '../tenantView.ts';
import { documented } from './documented.ts';

export interface Asked<T> {
  readonly context: Context;
  readonly view: TenantView;
  readonly query: T;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

export interface Route<T, S extends TSchema> {
  readonly url: string;
  readonly summary: string;
  readonly parameters: Parameters<T>;
  readonly path?: Readonly<Record<string, string>>;
  readonly answer: S;
  /** Where the answer is a table: its rows, as they are exported. */
  readonly table?: Table<T, S>;
  readonly handle: (asked: Asked<T>) => Promise<unknown>;
}

export const TENANT_HEADER = {
  'x-tidemark-tenant': 'tenant, where no key or one for all tenants is used; default demo',
};

export interface Table<T, S extends TSchema> {
  readonly name: string;
  readonly columns: (query: T) => readonly string[];
  /** All rows; a page is for JSON. `answerTo` is for what is made as a whole anyway. */
  readonly rows: (asked: Asked<T>, answerTo: (query: T) => Promise<Static<S>>) => Rows;
}

const PAGING = ['limit', 'cursor'];

const checkPaging = (query: unknown, format: Format): void => {
  const name = PAGING.find((each) => Object.hasOwn(query as object, each));
  if (name !== undefined)
    throw wrongParameter(
      name,
      `none with ${format}, which has all rows`,
      (query as Record<string, unknown>)[name],
    );
};

const HELD = { 'if-none-match': 'ETag of the answer that the caller holds' };

/** A GET route for one tenant: its parameters are read strictly, and the same table documents them. */
export const tenantRoute = <T, S extends TSchema>(
  server: FastifyInstance,
  context: Context,
  route: Route<T, S>,
): void => {
  const { url, summary, path, answer, table } = route;
  const files = table === undefined ? [] : [CONTENT_TYPES.csv, CONTENT_TYPES.ndjson];
  const parameters = {
    ...route.parameters,
    ...(table === undefined ? {} : { format }),
  } as Parameters<T & { readonly format?: Format | null }>;
  server.get(
    url,
    documented({
      summary,
      ...(path === undefined ? {} : { path }),
      headers: { ...TENANT_HEADER, ...HELD },
      parameters: parameters as Parameters<Record<string, unknown>>,
      files,
      answers: { 200: answer, 304: null },
    }),
    async (request, reply) => {
      const query = readParameters(request.query, parameters);
      const view = await viewTenant(context, callerOf(request).tenant);
      const asked = { context: contextOf(context, view), view, query, request, reply };
      const wanted = query.format ?? preferredFormat(request.headers.accept);
      if (table === undefined || wanted === 'json')
        return sendRevalidated(request, reply, await route.handle(asked));
      checkPaging(request.query, wanted);
      const answerTo = async (other: T) => (await route.handle({ ...asked, query: other })) as Static<S>;
      const name = `${view.tenant}-${table.name}`;
      return sendFile(reply, {
        name,
        format: wanted,
        columns: table.columns(query),
        rows: table.rows(asked, answerTo),
      });
    },
  );
};
