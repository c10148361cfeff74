/** The largest questions of history take seconds, and many on a machine that has much to do. */
const LONGEST = 120_000;

/** The instance wants an API key, or refuses the one it got. */
export class NotSignedIn extends Error {}

/** An answer that is a problem document; its words are fit to be shown. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

export type Query = Readonly<Record<string, string | number | boolean | null>>;

export const pathWith = (path: string, query: Query): string => {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === null ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
};

interface Request {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly tenant: string | null;
  readonly body?: unknown;
}

/** The JSON answer of the API; undefined where it has no body. Throws NotSignedIn on 401, else an Error in words fit for the page. */
export const ask = async (path: string, { method = 'GET', tenant, body }: Request): Promise<unknown> => {
  const response = await fetch(path, {
    method,
    headers: {
      ...(tenant === null ? {} : { 'x-tidemark-tenant': tenant }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    // The browser would show a copy's own `data_through`, which may be old, for one that is known to hold.
    cache: 'no-store',
    signal: AbortSignal.timeout(LONGEST),
  }).catch((error: unknown) => {
    // Browsers word this each in their own way.
    if (error instanceof TypeError) throw new Error('the API cannot be reached');
    throw error;
  });
  if (response.status === 401) throw new NotSignedIn('sign in first');
  if (response.status === 204) return undefined;
  if (response.ok) return response.json();
  const problem = (await response.json().catch(() => ({}))) as { detail?: string };
  throw new Refused(response.status, problem.detail ?? `the API answered ${response.status}`);
};
