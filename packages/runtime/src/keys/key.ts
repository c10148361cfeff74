import { createHash, randomBytes } from 'node:crypto';

export const SCOPES = ['read', 'write', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** What is kept of a key: all but the key itself. */
export interface ApiKey {
  /** Stands in the key too, so that a log can name a key without holding it. */
  readonly id: string;
  readonly name: string;
  /** `sha256:` and the hash of the whole key, in hexadecimal. */
  readonly hash: string;
  /** The one tenant it opens; `*` opens all, and the request then names one. */
  readonly tenant: string;
  readonly scopes: readonly Scope[];
  /** RFC 3339. */
  readonly created: string;
  /** RFC 3339: from then on it opens nothing. Absent: never. */
  readonly expires?: string;
}

const ID_BYTES = 5;
const SECRET_BYTES = 32;

/** `tdm_<id>_<secret>`; 32 bytes are 43 characters of base64url, and only the last part may hold a `_`. */
const FORM = /^tdm_([A-Za-z0-9]{1,32})_[A-Za-z0-9_-]{43}$/;

export const hashOfKey = (key: string): string => `sha256:${createHash('sha256').update(key).digest('hex')}`;

/** The id in a key; null where the text has not the form of one. */
export const idOfKey = (key: string): string | null => FORM.exec(key)?.[1] ?? null;

/** A new key, and what may be written down of it. 256 bits of chance need no slow hash. */
export const createKey = (
  fields: Pick<ApiKey, 'name' | 'tenant' | 'scopes' | 'expires'>,
  now: number,
): { readonly key: string; readonly record: ApiKey } => {
  const id = randomBytes(ID_BYTES).toString('hex');
  const key = `tdm_${id}_${randomBytes(SECRET_BYTES).toString('base64url')}`;
  return { key, record: { id, ...fields, hash: hashOfKey(key), created: new Date(now).toISOString() } };
};

export const isExpired = ({ expires }: ApiKey, now: number): boolean =>
  expires !== undefined && Date.parse(expires) <= now;
