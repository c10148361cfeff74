import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Sink {
  readonly url: string;
  /** The events of each request that was taken, in order. */
  readonly batches: Record<string, unknown>[][];
  readonly tenants: Set<unknown>;
  readonly close: () => Promise<void>;
}

/** Says what is wrong with an event, or null. */
type Check = (event: Record<string, unknown>) => { code: string; field: string; message: string } | null;

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
};

/** Stands in for ingest and, at `/v1/metrics/orders`, for the API. `before` may answer a request itself, by its number from 0. */
export const startSink = async (
  check: Check = () => null,
  before: (response: ServerResponse, request: number) => boolean = () => false,
): Promise<Sink> => {
  const batches: Record<string, unknown>[][] = [];
  const tenants = new Set<unknown>();
  let requests = 0;
  const server = createServer(async (request, response) => {
    if (request.url?.startsWith('/v1/metrics/orders')) {
      const orders = batches.flat().filter((event) => event['type'] === 'purchase').length;
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ value: orders }));
      return;
    }
    const body = await bodyOf(request);
    if (before(response, requests++)) return;
    tenants.add(request.headers['x-tidemark-tenant']);
    const events = body.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    const rejected = events.flatMap((event, index) => {
      const wrong = check(event);
      return wrong === null ? [] : [{ index, id: event['id'], ...wrong }];
    });
    batches.push(events);
    const accepted = events.length - rejected.length;
    response.writeHead(accepted > 0 ? 202 : 400, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ accepted, rejected }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}`, batches, tenants, close };
};
