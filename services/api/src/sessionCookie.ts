const NAME = 'tidemark_key';
const DAYS = 30;
const SECONDS_PER_DAY = 86_400;

/** Scripts cannot read it, and no other site's request carries it. */
const attributes = (isSecure: boolean): string =>
  `Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;

export const sessionCookie = (key: string, isSecure: boolean): string =>
  `${NAME}=${key}; Max-Age=${DAYS * SECONDS_PER_DAY}; ${attributes(isSecure)}`;

export const endedCookie = (isSecure: boolean): string => `${NAME}=; Max-Age=0; ${attributes(isSecure)}`;

/** The key in a request's Cookie header; null where there is none. */
export const keyOfCookie = (header: string | undefined): string | null =>
  new RegExp(`(?:^|;) *${NAME}=([A-Za-z0-9_-]+)`).exec(header ?? '')?.[1] ?? null;
