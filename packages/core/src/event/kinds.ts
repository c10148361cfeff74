import { isCurrency } from './currencies.ts';
import { parseInstant } from './instant.ts';
import { hasLength, isText } from './text.ts';

/** What a field may hold. `read` answers the normalised value, or undefined where the value is not one. */
export interface Kind {
  readonly name: string;
  /** Completes the sentence "expected …". */
  readonly expected: string;
  readonly read: (value: unknown) => unknown;
}

const TEXT = 'a string without NUL and lone surrogates';

export const text: Kind = {
  name: 'string',
  expected: TEXT,
  read: (value) => (isText(value) ? value : undefined),
};

/** Refers to something: an order, an invoice, a subscription. An empty one would refer to nothing. */
export const reference: Kind = {
  name: 'string, not empty',
  expected: `${TEXT}, not empty`,
  read: (value) => (isText(value) && value !== '' ? value : undefined),
};

export const identifier = (longest: number): Kind => ({
  name: `string of 1 to ${longest} characters`,
  expected: `${TEXT}, of 1 to ${longest} characters`,
  read: (value) => (isText(value) && hasLength(value, longest) ? value : undefined),
});

export const integer = (least: number, name: string, unit = ''): Kind => ({
  name,
  expected: `an integer from ${least} to ${Number.MAX_SAFE_INTEGER}${unit}`,
  // The sum turns −0 into 0, which JSON cannot tell apart.
  read: (value) =>
    Number.isSafeInteger(value) && (value as number) >= least ? (value as number) + 0 : undefined,
});

export const amount: Kind = integer(0, 'integer, minor units', ', in minor units (cents)');
export const count: Kind = integer(1, 'integer from 1');
export const score: Kind = integer(Number.MIN_SAFE_INTEGER, 'integer');

export const currency: Kind = {
  name: 'ISO 4217 code',
  expected: 'an ISO 4217 code of three capital letters, such as EUR',
  read: (value) => (typeof value === 'string' && isCurrency(value) ? value : undefined),
};

export const instant: Kind = {
  name: 'time',
  expected: 'an RFC 3339 time with an offset, such as 2026-01-31T09:00:00Z, or epoch milliseconds',
  read: (value) => parseInstant(value) ?? undefined,
};

export const flag: Kind = {
  name: 'boolean',
  expected: 'true or false',
  read: (value) => (typeof value === 'boolean' ? value : undefined),
};

export const choice = (...values: readonly string[]): Kind => {
  const known: ReadonlySet<unknown> = new Set(values);
  return {
    name: values.map((value) => `\`${value}\``).join(', '),
    expected: values.length === 1 ? `"${values[0]}"` : `one of ${values.join(', ')}`,
    read: (value) => (known.has(value) ? value : undefined),
  };
};
