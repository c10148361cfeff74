import { createServer } from 'node:http';
import { schemaText, VERSIONS } from '@tidemark/schemas';

/** Ids of what other writers registered, beside ours. */
export const YOUNGER = 1_000;
export const OLDER = 2_000;
const ADDED = 'added_later';

interface RecordSchema {
  readonly fields: readonly { readonly name: string }[];
}

/** What a later version will write: one more field behind the others, which ours does not know. */
const younger = (text: string): string => {
  const schema = JSON.parse(text) as RecordSchema;
  const added = { name: ADDED, type: ['null', 'string'], default: null };
  return JSON.stringify({ ...schema, fields: [...schema.fields, added] });
};

/** What an earlier version wrote: without the last field, which has a default. */
const older = (text: string): string => {
  const schema = JSON.parse(text) as RecordSchema;
  return JSON.stringify({ ...schema, fields: schema.fields.slice(0, -1) });
};

const schemas = new Map<number, string>(
  VERSIONS.flatMap((version) => {
    const text = schemaText(version);
    return [
      [version.id, text],
      [YOUNGER + version.id, younger(text)],
      [OLDER + version.id, older(text)],
    ] as const;
  }),
);

/** A schema registry in which three versions of each type are registered; ours under the ids that ingest writes without one. */
export interface Registry {
  readonly url: string;
  readonly close: () => void;
}

export const startRegistry = async (): Promise<Registry> => {
  const server = createServer(async (request, response) => {
    const body = (await request.toArray()).join('');
    const answer = (status: number, value: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/vnd.schemaregistry.v1+json' });
      response.end(JSON.stringify(value));
    };
    if (request.method === 'POST') {
      const { schema } = JSON.parse(body) as { schema: string };
      const id = [...schemas].find(([, text]) => text === schema)?.[0];
      return id === undefined ? answer(409, { error_code: 409 }) : answer(200, { id });
    }
    const schema = schemas.get(Number(request.url!.split('/').at(-1)));
    return schema === undefined ? answer(404, { error_code: 40403 }) : answer(200, { schema });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
