import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Operation } from './operations.ts';

export interface GivenAnswer {
  readonly status: number;
  readonly contentType: string | null;
  readonly text: string;
}

// biome-ignore lint/suspicious/noExplicitAny: a schema of any shape
type AnySchema = any;

/** A schema in which an object has no fields but those it lists, so that none goes undocumented. */
const strict = (schema: AnySchema): AnySchema => {
  if (Array.isArray(schema)) return schema.map(strict);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([name, part]) => [name, strict(part)]));
  const isClosed = schema.properties !== undefined && schema.additionalProperties === undefined;
  return isClosed ? { ...inner, additionalProperties: false } : inner;
};

const ajv = new Ajv2020({ strict: false, allErrors: true });
(addFormats as unknown as (validator: Ajv2020) => void)(ajv);
const compiled = new Map<object, ValidateFunction>();
const compile = (schema: object): ValidateFunction => {
  const validate = compiled.get(schema) ?? ajv.compile(strict(schema));
  compiled.set(schema, validate);
  return validate;
};

/** What of an answer is not as the reference publishes it; null where all is. */
export const differenceOf = (
  { answers }: Pick<Operation, 'answers'>,
  { status, contentType, text }: GivenAnswer,
): string | null => {
  const contents = answers[status] ?? answers[`${Math.floor(status / 100)}XX`];
  if (contents === undefined) return `status ${status} is not documented: ${text.slice(0, 300)}`;
  const types = Object.keys(contents);
  if (types.length === 0) return text === '' ? null : `status ${status} has a body: ${text.slice(0, 300)}`;
  const type = contentType?.split(';')[0] ?? '';
  const schema = contents[type];
  if (schema === undefined)
    return `status ${status} is ${type}, not ${types.join(' or ')}: ${text.slice(0, 300)}`;
  if (!/[/+]json$/.test(type)) return null;
  const validate = compile(schema);
  return validate(JSON.parse(text))
    ? null
    : `status ${status}: ${ajv.errorsText(validate.errors)}: ${text.slice(0, 500)}`;
};
