import type { IncomingHttpHeaders } from 'node:http';
import { isTenantName } from '@tidemark/core';
import { type ApiKey, isExpired, type Scope } from './key.ts';

/** Who asks, and for which tenant. */
export interface Caller {
  readonly tenant: string;
  /** The tenants this caller may see at all: one, or `*`. */
  readonly sees: string;
  /** Id of the key; null where none is asked for. */
  readonly key: string | null;
}

/** A request that is turned away: 400, 401 or 403. */
export class AccessRefused extends Error {
  override readonly name = 'AccessRefused';
  readonly status: 400 | 401 | 403;
  /** For the header WWW-Authenticate, RFC 6750; null where no other key would help. */
  readonly challenge: string | null;

  constructor(status: 400 | 401 | 403, detail: string, challenge: string | null) {
    super(detail);
    this.status = status;
    this.challenge = challenge;
  }
}

/** Answers who asks. Throws AccessRefused. */
export type Admit = (headers: IncomingHttpHeaders, scope: Scope) => Caller;

const DEFAULT_TENANT = 'demo';
const REALM = 'Bearer realm="tidemark"';

/** Undefined: no header. Throws where it can be no tenant's name. */
const tenantAskedFor = (headers: IncomingHttpHeaders): string | undefined => {
  const name = headers['x-tidemark-tenant'];
  if (name === undefined || (typeof name === 'string' && isTenantName(name))) return name;
  throw new AccessRefused(400, 'x-tidemark-tenant: expected 1 to 64 of A–Z a–z 0–9 . _ -', null);
};

const presentedKey = ({ authorization, 'x-api-key': plain }: IncomingHttpHeaders): string | null => {
  const bearer = /^bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
  return bearer ?? (typeof plain === 'string' ? plain : null);
};

/** Without keys, on loopback only: whoever gets here may do all, for the tenant that the header names. */
export const admitAll: Admit = (headers) => ({
  tenant: tenantAskedFor(headers) ?? DEFAULT_TENANT,
  sees: '*',
  key: null,
});

/** With keys: the tenant is the key's own. Only a key for all tenants lets the header choose. */
export const admitByKey =
  (
    find: (presented: string) => ApiKey | null,
    now: () => number = Date.now,
    noteUse: (id: string, now: number) => void = () => undefined,
  ): Admit =>
  (headers, scope) => {
    const presented = presentedKey(headers);
    if (presented === null)
      throw new AccessRefused(
        401,
        'expected an API key, as Authorization: Bearer KEY or x-api-key: KEY',
        REALM,
      );
    const key = find(presented);
    if (key === null)
      throw new AccessRefused(401, 'this API key is not known here', `${REALM}, error="invalid_token"`);
    if (isExpired(key, now()))
      throw new AccessRefused(
        401,
        `API key ${key.id} expired at ${key.expires}`,
        `${REALM}, error="invalid_token"`,
      );
    noteUse(key.id, now());
    if (!key.scopes.includes(scope))
      throw new AccessRefused(
        403,
        `expected an API key with the scope ${scope}; key ${key.id} has ${key.scopes.join(', ')}`,
        `${REALM}, error="insufficient_scope", scope="${scope}"`,
      );
    const asked = tenantAskedFor(headers);
    if (key.tenant === '*') return { tenant: asked ?? DEFAULT_TENANT, sees: '*', key: key.id };
    if (asked !== undefined && asked !== key.tenant)
      throw new AccessRefused(403, `x-tidemark-tenant: key ${key.id} is for another tenant`, null);
    return { tenant: key.tenant, sees: key.tenant, key: key.id };
  };
