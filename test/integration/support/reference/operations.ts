import { stack } from '../stack.ts';

/** What /openapi.json says of one method of one path. */
export interface Operation {
  readonly method: string;
  /** With `{names}`. */
  readonly path: string;
  readonly isOpen: boolean;
  readonly query: readonly QueryParameter[];
  readonly takesBody: boolean;
  /** By status or range of them (`4XX`), by content type. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

export interface QueryParameter {
  readonly name: string;
  readonly required: boolean;
  /** Values that it takes; none where it has none that always fit. */
  readonly values: readonly string[];
  readonly isListed: boolean;
}

interface Schema {
  readonly enum?: readonly string[];
  readonly example?: string;
}
interface Described {
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema: Schema;
  }[];
  readonly requestBody?: unknown;
  readonly security?: readonly unknown[];
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}
export interface Reference {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
}

export const readReference = async (): Promise<Reference> =>
  (await (await fetch(`${stack().api}/openapi.json`)).json()) as Reference;

const parameterOf = (name: string, required: boolean, schema: Schema): QueryParameter => ({
  name,
  required,
  values: schema.enum ?? (schema.example === undefined ? [] : [schema.example]),
  isListed: schema.enum !== undefined,
});

export const operationsOf = ({ paths }: Reference): readonly Operation[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({
      method: method.toUpperCase(),
      path,
      isOpen: described.security?.length === 0,
      query: (described.parameters ?? [])
        .filter((parameter) => parameter.in === 'query')
        .map(({ name, required = false, schema }) => parameterOf(name, required, schema)),
      takesBody: described.requestBody !== undefined,
      answers: Object.fromEntries(
        Object.entries(described.responses).map(([status, { content = {} }]) => [
          status,
          Object.fromEntries(Object.entries(content).map(([type, { schema }]) => [type, schema])),
        ]),
      ),
    })),
  );

/** What stands in the names of paths. A route with another name needs a line here, and is then part of every sweep. */
export interface Ids {
  readonly metric: string;
  readonly customer: string;
  readonly alert: string;
  readonly message: string;
  readonly letter: string;
}

export const filled = ({ path }: Pick<Operation, 'path'>, ids: Ids): string =>
  path.replace(/\/([\w-]+)\/\{(\w+)\}/g, (_, before: string, name: string) => {
    const value = {
      metrics: ids.metric,
      customers: ids.customer,
      alerts: ids.alert,
      messages: ids.message,
      'dead-letters': ids.letter,
    }[before];
    if (value === undefined) throw new Error(`${path}: no value is known for {${name}} after ${before}`);
    return `/${before}/${encodeURIComponent(value)}`;
  });

/** The parameters without which there is no answer. */
export const requiredQuery = ({ query }: Operation): Readonly<Record<string, string>> =>
  Object.fromEntries(query.filter(({ required }) => required).map(({ name, values }) => [name, values[0]!]));

/** A body that each route which takes one accepts. */
export const BODIES: Readonly<Record<string, object>> = {
  'POST /v1/session': { key: 'tdm_key_of_an_open_instance' },
  'PUT /v1/settings': { loyal_purchases: 4 },
  'POST /v1/alerts': { name: 'More MRR', metric: 'mrr', above: 1, channels: [{ type: 'log' }] },
  'PATCH /v1/alerts/{id}': { note: 'changed' },
  'POST /v1/alerts/preview': { metric: 'mrr', window: '30d', above: 1, by: 'plan' },
  'POST /v1/dead-letters/{origin}/replay': {
    event: { id: 'mended', type: 'activity', time: '2026-01-10T12:00:00Z', customer: 'ann', name: 'login' },
  },
};

export const bodyOf = ({ method, path, takesBody }: Operation): object | null => {
  if (!takesBody) return null;
  const body = BODIES[`${method} ${path}`];
  if (body === undefined) throw new Error(`${method} ${path}: no body is known for it`);
  return body;
};
