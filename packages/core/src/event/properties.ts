import { shorten } from './describe.ts';
import type { Properties, PropertyValue } from './event.ts';
import { invalid, isObject } from './readFields.ts';
import { type Outcome, ok } from './rejection.ts';
import { isText } from './text.ts';

const NONE: Properties = Object.freeze({});

/** The flat map of free data. */
export const readProperties = (value: unknown): Outcome<Properties> => {
  if (value === undefined) return ok(NONE);
  if (!isObject(value))
    return {
      ok: false,
      rejection: invalid('properties', 'a flat map of strings, numbers and booleans', value),
    };
  const entries: [string, PropertyValue][] = [];
  for (const [name, inner] of Object.entries(value)) {
    const field = `properties.${shorten(name, 128)}`;
    if (!isText(name))
      return { ok: false, rejection: invalid('properties', 'names without NUL and lone surrogates', name) };
    if (!isPropertyValue(inner))
      return {
        ok: false,
        rejection: invalid(
          field,
          'a string without NUL and lone surrogates, a finite number or a boolean',
          inner,
        ),
      };
    entries.push([name, typeof inner === 'number' ? inner + 0 : inner]);
  }
  // fromEntries defines own properties, so that a name such as __proto__ is data like any other.
  return ok(Object.fromEntries(entries));
};

const isPropertyValue = (value: unknown): value is PropertyValue =>
  typeof value === 'boolean' || Number.isFinite(value) || isText(value);
