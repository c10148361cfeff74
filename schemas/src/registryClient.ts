const TYPE = 'application/vnd.schemaregistry.v1+json';
const TIMEOUT = 10_000;

const ask = async (url: string, path: string, body?: object): Promise<Response> => {
  // Credentials in the URL become a header, as fetch refuses them there.
  const target = new URL(`${url.replace(/\/+$/, '')}${path}`);
  const credentials = `${decodeURIComponent(target.username)}:${decodeURIComponent(target.password)}`;
  target.username = '';
  target.password = '';
  return fetch(target, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      accept: TYPE,
      'content-type': TYPE,
      ...(credentials === ':'
        ? {}
        : { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(TIMEOUT),
  });
};

const refused = async (what: string, response: Response): Promise<Error> =>
  new Error(`schema registry: ${what}: ${response.status} ${(await response.text()).slice(0, 500)}`);

/** Registers a schema, or finds it registered; answers its id. */
export const registerSchema = async (url: string, subject: string, schema: string): Promise<number> => {
  const response = await ask(url, `/subjects/${encodeURIComponent(subject)}/versions`, { schema });
  if (!response.ok) throw await refused(`cannot register ${subject}`, response);
  return ((await response.json()) as { id: number }).id;
};

/** The text of a schema; null where the registry has none of that id. */
export const fetchSchema = async (url: string, id: number): Promise<string | null> => {
  const response = await ask(url, `/schemas/ids/${id}`);
  if (response.status === 404) return null;
  if (!response.ok) throw await refused(`cannot fetch schema ${id}`, response);
  return ((await response.json()) as { schema: string }).schema;
};
