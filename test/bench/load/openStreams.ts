import { get, type IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

export interface OpenStreams {
  /** How many have been told something so far. */
  readonly told: () => number;
  readonly messages: () => number;
  readonly bytes: () => number;
  readonly close: () => void;
}

const BATCH = 50;

/** Opens `/v1/stream` many times, as that many pages do, and reads what comes. Resolves when each has its snapshot. */
export const openStreams = async (
  api: string,
  count: number,
  tenantOf: (stream: number) => string,
): Promise<OpenStreams> => {
  const responses: IncomingMessage[] = [];
  const told = new Set<number>();
  let messages = 0;
  let bytes = 0;
  const openOne = (stream: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const headers = { 'x-tidemark-tenant': tenantOf(stream) };
      get(`${api}/v1/stream`, { agent: false, headers }, (response) => {
        responses.push(response);
        if (response.statusCode !== 200) reject(new Error(`stream: ${response.statusCode}`));
        response.on('error', () => undefined);
        response.on('data', (part: Buffer) => {
          bytes += part.length;
          if (part.includes('data: ')) messages++;
          if (!told.has(stream)) {
            told.add(stream);
            resolve();
          }
        });
      }).on('error', reject);
    });
  for (let first = 0; first < count; first += BATCH)
    await Promise.all(
      Array.from({ length: Math.min(BATCH, count - first) }, (_, index) => openOne(first + index)),
    );
  while (told.size < count) await delay(50);
  return {
    told: () => told.size,
    messages: () => messages,
    bytes: () => bytes,
    close: () => {
      for (const response of responses) response.destroy();
    },
  };
};
