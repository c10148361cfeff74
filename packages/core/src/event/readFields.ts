import { describe, shorten } from './describe.ts';
import { nearest } from './nearest.ts';
import type { Rejection } from './rejection.ts';
import type { FieldRule } from './rules.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An own field; null means absent, as many serialisers write it so. Inherited names such as `constructor` are none. */
export const fieldOf = (source: JsonObject, name: string): unknown =>
  Object.hasOwn(source, name) ? (source[name] ?? undefined) : undefined;

export const invalid = (field: string, expected: string, value: unknown): Rejection => ({
  code: 'invalid_field',
  field,
  message: `${field}: expected ${expected}, got ${describe(value)}`,
});

export const missing = (field: string, expected: string): Rejection => ({
  code: 'missing_field',
  field,
  message: `${field}: missing; expected ${expected}`,
});

/** `where` says what the field would have to be part of; `names` are those it knows. */
export const unknownField = (field: string, where: string, names: readonly string[]): Rejection => {
  const shown = shorten(field, 128);
  const meant = nearest(field.slice(field.lastIndexOf('.') + 1), names);
  const hint = meant === null ? 'free data goes in properties' : `did you mean ${meant}?`;
  return { code: 'unknown_field', field: shown, message: `${shown}: no field of ${where}; ${hint}` };
};

/** Reads the fields of `rules` from `source` into `target`. Answers the first thing wrong, or null. */
export const readFields = (
  rules: readonly FieldRule[],
  source: JsonObject,
  prefix: string,
  target: Record<string, unknown>,
): Rejection | null => {
  for (const rule of rules) {
    const value = fieldOf(source, rule.name);
    if (value === undefined) {
      if (rule.required) return missing(prefix + rule.name, rule.kind.expected);
      target[rule.name] = rule.fallback;
      continue;
    }
    const read = rule.kind.read(value);
    if (read === undefined) return invalid(prefix + rule.name, rule.kind.expected, value);
    if (rule.fields === null) {
      target[rule.name] = read;
      continue;
    }
    const inner: Record<string, unknown> = {};
    const rejection = readObject(rule, rule.fields, read as JsonObject, `${prefix}${rule.name}.`, inner);
    if (rejection !== null) return rejection;
    target[rule.name] = inner;
  }
  return null;
};

const readObject = (
  rule: FieldRule,
  fields: readonly FieldRule[],
  source: JsonObject,
  prefix: string,
  target: Record<string, unknown>,
): Rejection | null => {
  const names = fields.map(({ name }) => name);
  for (const name of Object.keys(source))
    if (!names.includes(name)) return unknownField(prefix + name, rule.name, names);
  return readFields(fields, source, prefix, target);
};
