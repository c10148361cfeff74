import { parseDate, parseInstant } from '@tidemark/core';
import type { FastifyInstance } from 'fastify';
import { Problem, wrongParameter } from './problem.ts';

/** A query parameter: how it is read, and what documentation and messages say of it. */
export interface Parameter<T> {
  /** Completes the sentence "expected …". */
  readonly expected: string;
  readonly description: string;
  readonly values?: readonly string[];
  /** One of the accepted, where they are not listed. */
  readonly example?: string;
  /** undefined where the text is none of the accepted. */
  readonly read: (text: string) => T | undefined;
  /** Without it there is no answer. */
  readonly required?: boolean;
  readonly fallback: T;
}

export type Parameters<T> = { readonly [K in keyof T]: Parameter<T[K]> };

/** A date or a time, as it was given: which instant a date means hangs on the tenant's zone. */
export type Moment = { readonly day: number } | { readonly instant: number };

/** Reads all parameters of a query. Throws the problem 400 that names the first that is unknown, given twice or malformed. */
export const readParameters = <T>(query: unknown, parameters: Parameters<T>): T => {
  const given = query as Readonly<Record<string, string | string[]>>;
  const names = Object.keys(parameters);
  for (const name of Object.keys(given)) {
    if (!names.includes(name)) {
      const accepted = names.length === 0 ? 'no parameters' : names.join(', ');
      throw new Problem(400, `${name}: unknown parameter; accepted: ${accepted}`, {
        parameter: name,
        expected: accepted,
      });
    }
  }
  const values = Object.entries<Parameter<unknown>>(parameters).map(
    ([name, { read, expected, required, fallback }]) => {
      const text = given[name];
      if (text === undefined && required === true) throw wrongParameter(name, expected, 'none');
      if (text === undefined) return [name, fallback];
      if (typeof text !== 'string') throw wrongParameter(name, `${expected}, once`, text.join(' and '));
      const value = read(text);
      if (value === undefined) throw wrongParameter(name, expected, text);
      return [name, value];
    },
  );
  return Object.fromEntries(values) as T;
};

/** A route that is about a tenant and documents no parameters takes none: what was misspelt must not pass for an answer. */
export const refuseParametersOf = (server: FastifyInstance): void => {
  server.addHook('preValidation', async ({ query, routeOptions: { schema, config } }) => {
    if ((config as { readonly open?: boolean }).open === true) return;
    const { properties } = (schema?.querystring ?? {}) as { readonly properties?: object };
    if (schema !== undefined && Object.keys(properties ?? {}).length === 0) readParameters(query, {});
  });
};

export const choice = <V extends string, F>(
  values: readonly V[],
  description: string,
  fallback: F,
): Parameter<V | F> => ({
  expected: `one of ${values.join(', ')}`,
  description,
  values,
  read: (text) => values.find((value) => value === text),
  fallback,
});

const readMoment = (text: string): Moment | undefined => {
  const day = parseDate(text);
  if (day !== null) return { day };
  // A `+` that was not percent-encoded arrives as a space: in a time it can mean nothing else.
  const instant = parseInstant(
    /^\d{10,16}$/.test(text) ? Number(text) : text.replace(/ (\d{2}:\d{2})$/, '+$1'),
  );
  return instant === null ? undefined : { instant };
};

export const moment = (description: string): Parameter<Moment | null> => ({
  expected: 'a date such as 2026-01-31, an RFC 3339 time with an offset, or epoch milliseconds',
  description,
  example: '2026-01-31',
  read: readMoment,
  fallback: null,
});

/** The same, but without it there is no answer. */
export const required = <T>(parameter: Parameter<T | null>): Parameter<T> => ({
  ...(parameter as Parameter<T>),
  required: true,
});

export const flag = (description: string): Parameter<boolean> => ({
  expected: 'true or false',
  description,
  values: ['true', 'false'],
  read: (text) => (text === 'true' ? true : text === 'false' ? false : undefined),
  fallback: false,
});

export const text = (description: string): Parameter<string | null> => ({
  expected: 'a text',
  description,
  example: 'a',
  read: (value) => (value === '' || value.includes('\0') ? undefined : value),
  fallback: null,
});

export const count = (most: number, fallback: number, description: string): Parameter<number> => ({
  expected: `a whole number from 1 to ${most}`,
  description,
  example: String(fallback),
  read: (value) =>
    /^\d{1,6}$/.test(value) && Number(value) >= 1 && Number(value) <= most ? Number(value) : undefined,
  fallback,
});

/** The JSON Schema of a query, for the OpenAPI document. */
export const querySchema = (parameters: Readonly<Record<string, Parameter<unknown>>>): object => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(parameters).filter((name) => parameters[name]!.required === true),
  properties: Object.fromEntries(
    Object.entries(parameters).map(([name, { description, expected, values, example }]) => [
      name,
      {
        type: 'string',
        description: `${description} (${expected})`,
        ...(values === undefined ? {} : { enum: values }),
        ...(example === undefined ? {} : { example }),
      },
    ]),
  ),
});
