import type { FastifyContextConfig, RouteShorthandOptions } from 'fastify';
import type { TSchema } from 'typebox';
import { PROBLEMS } from '../answers/problems.ts';
import { type Parameter, querySchema } from '../parameters.ts';

/** What the reference says of a route. Of a route without parameters it says, and holds, that there are none. */
export interface Documentation {
  readonly summary: string;
  readonly description?: string;
  /** By status: the schema of its JSON, the content type of what is no JSON, or null where there is no body. */
  readonly answers: Readonly<Record<number, TSchema | string | null>>;
  readonly parameters?: Readonly<Record<string, Parameter<unknown>>>;
  /** Of each part of the path, what it is. */
  readonly path?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: TSchema;
  /** Other content types of the answer 200. */
  readonly files?: readonly string[];
  /** It holds nothing of a tenant, and asks for no key. */
  readonly open?: boolean;
}

const DESCRIPTIONS: Readonly<Record<number, string>> = {
  200: 'the answer',
  503: 'what does not answer',
  201: 'what was made',
  202: 'it is under way',
  204: 'it is done',
  304: 'what the caller holds, by If-None-Match, still is the answer',
};

const textContents = (types: readonly string[]): object =>
  Object.fromEntries(types.map((type) => [type, { schema: { type: 'string' } }]));

const answerSchema = (status: number, answer: TSchema | string | null, files: readonly string[]): object => {
  const description = DESCRIPTIONS[status]!;
  if (answer === null) return { type: 'null', description };
  if (typeof answer === 'string') return { description, content: textContents([answer]) };
  const others = status === 200 ? textContents(files) : {};
  return { description, content: { 'application/json': { schema: answer }, ...others } };
};

const texts = (descriptions: Readonly<Record<string, string>>): object => ({
  type: 'object',
  properties: Object.fromEntries(
    Object.entries(descriptions).map(([name, description]) => [name, { type: 'string', description }]),
  ),
});

export const documented = ({
  summary,
  description,
  answers,
  parameters = {},
  path,
  headers,
  body,
  files = [],
  open = false,
}: Documentation): RouteShorthandOptions => ({
  config: { open } as FastifyContextConfig,
  schema: {
    summary,
    ...(description === undefined ? {} : { description }),
    ...(open ? { security: [] } : {}),
    querystring: querySchema(parameters),
    ...(path === undefined ? {} : { params: texts(path) }),
    ...(headers === undefined ? {} : { headers: texts(headers) }),
    ...(body === undefined ? {} : { body }),
    response: {
      ...PROBLEMS,
      ...Object.fromEntries(
        Object.entries(answers).map(([status, answer]) => [
          status,
          answerSchema(Number(status), answer, files),
        ]),
      ),
    },
  },
});
