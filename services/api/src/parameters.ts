import { parseDate, parseInstant } from '@tidemark/core';
import { Problem, wrongParameter } from './problem.ts';

/** A query parameter: how it is read, and what documentation and messages say of it. */
export interface Parameter<T> {
  /** Completes the sentence "expected …". */
  readonly expected: string;
  readonly description: string;
  readonly values?: readonly string[];
  /** undefined where the text is none of the accepted. */
  readonly read: (text: string) => T | undefined;
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
    ([name, { read, expected, fallback }]) => {
      const text = given[name];
      if (text === undefined) return [name, fallback];
      const value = typeof text === 'string' ? read(text) : undefined;
      if (value === undefined) throw wrongParameter(name, expected, text);
      return [name, value];
    },
  );
  return Object.fromEntries(values) as T;
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
  read: readMoment,
  fallback: null,
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
  read: (value) => (value === '' || value.includes('\0') ? undefined : value),
  fallback: null,
});

export const count = (most: number, fallback: number, description: string): Parameter<number> => ({
  expected: `a whole number from 1 to ${most}`,
  description,
  read: (value) =>
    /^\d{1,6}$/.test(value) && Number(value) >= 1 && Number(value) <= most ? Number(value) : undefined,
  fallback,
});

/** The JSON Schema of a query, for the OpenAPI document. */
export const querySchema = (parameters: Readonly<Record<string, Parameter<unknown>>>): object => ({
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(
    Object.entries(parameters).map(([name, { description, expected, values }]) => [
      name,
      {
        type: 'string',
        description: `${description} (${expected})`,
        ...(values === undefined ? {} : { enum: values }),
      },
    ]),
  ),
});
