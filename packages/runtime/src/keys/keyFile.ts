import { isTenantName } from '@tidemark/core';
import { type ApiKey, SCOPES } from './key.ts';

/** Of each field, what it must hold; completes "expected …". */
const FIELDS: Readonly<
  Record<keyof ApiKey, readonly [expected: string, holds: (value: unknown) => boolean]>
> = {
  id: ['1 to 32 letters and digits', (value) => isText(value) && /^[A-Za-z0-9]{1,32}$/.test(value)],
  name: ['a text', (value) => isText(value)],
  hash: [
    'sha256: and 64 hexadecimal digits',
    (value) => isText(value) && /^sha256:[0-9a-f]{64}$/.test(value),
  ],
  tenant: ['a tenant or *', (value) => isText(value) && (value === '*' || isTenantName(value))],
  scopes: [
    `a list of ${SCOPES.join(', ')}`,
    (value) => Array.isArray(value) && value.length > 0 && value.every((scope) => SCOPES.includes(scope)),
  ],
  created: ['an RFC 3339 time', (value) => isTime(value)],
  expires: ['an RFC 3339 time, or nothing', (value) => value === undefined || isTime(value)],
};

const isText = (value: unknown): value is string => typeof value === 'string';
const isTime = (value: unknown): boolean => isText(value) && !Number.isNaN(Date.parse(value));
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The keys of a file. Throws an Error that names the first field which is wrong; its message holds no hash. */
export const parseKeyFile = (text: string): readonly ApiKey[] => {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    // The parser's own words quote the text.
    throw new Error('expected JSON');
  }
  const keys = isObject(file) ? file['keys'] : undefined;
  if (!Array.isArray(keys)) throw new Error('expected {"keys": […]}');
  const seen = new Set<string>();
  for (const [index, key] of keys.entries()) {
    if (!isObject(key)) throw new Error(`keys[${index}]: expected an object`);
    for (const [field, [expected, holds]] of Object.entries(FIELDS))
      if (!holds(key[field])) throw new Error(`keys[${index}].${field}: expected ${expected}`);
    // A misspelt field would otherwise be a restriction that is not there.
    for (const field of Object.keys(key))
      if (!(field in FIELDS)) throw new Error(`keys[${index}].${field}: unknown field`);
    const id = String(key['id']);
    if (seen.has(id)) throw new Error(`keys[${index}].id: ${id} stands there twice`);
    seen.add(id);
  }
  return keys as ApiKey[];
};

export const keyFileText = (keys: readonly ApiKey[]): string => `${JSON.stringify({ keys }, null, 2)}\n`;
