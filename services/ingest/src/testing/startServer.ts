import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import type { OutgoingRecord } from '@tidemark/kafka';
import { admitAll, createLogger } from '@tidemark/runtime';
import { createLocalCodec } from '@tidemark/schemas';
import { createBudget } from '../budget.ts';
import { createCounters } from '../counters.ts';
import { rememberCurrency } from '../currency.ts';
import { BYTES_IN_FLIGHT } from '../limits.ts';
import { createServer, type ServerDependencies } from '../server.ts';

export const NOW = Date.UTC(2026, 0, 31, 12);

/** Ingest on a free port, with a log in memory in place of Kafka and a fixed moment in place of the clock. */
export const startServer = async (t: TestContext, changes: Partial<ServerDependencies> = {}) => {
  const written: OutgoingRecord[] = [];
  const fixed = new Map<string, string>();
  const codec = createLocalCodec();
  const server = createServer({
    log: createLogger('ingest-test', 'fatal'),
    admit: admitAll,
    fixCurrency: rememberCurrency(async (tenant, wanted) => {
      if (!fixed.has(tenant)) fixed.set(tenant, wanted);
      return fixed.get(tenant)!;
    }),
    encode: codec.encode,
    writer: { write: async (records) => void written.push(...records), close: async () => undefined },
    budget: createBudget(BYTES_IN_FLIGHT),
    counters: createCounters(),
    now: () => NOW,
    servesRegistry: true,
    ...changes,
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  t.after(() => server.close());
  const { port } = server.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    server,
    fixed,
    written,
    /** Ids of what was written, in order. */
    ids: (): unknown[] =>
      written.map(({ value }) => {
        const decoded = codec.decode(value);
        return decoded.ok ? decoded.value['id'] : decoded.rejection.message;
      }),
    post: async (
      body: string | Uint8Array<ArrayBuffer>,
      type = 'application/json',
      headers: Record<string, string> = {},
    ) => {
      const response = await fetch(`${url}/v1/events`, {
        method: 'POST',
        headers: { 'content-type': type, ...headers },
        body,
      });
      const text = await response.text();
      return {
        status: response.status,
        type: response.headers.get('content-type'),
        retryAfter: response.headers.get('retry-after'),
        body: JSON.parse(text) as {
          accepted: number;
          rejected: {
            index: number;
            id: string | null;
            code: string;
            field: string | null;
            message: string;
          }[];
          title: string;
          status: number;
          detail: string;
        },
      };
    },
  };
};

export const activity = (id: string, fields: object = {}): object => ({
  id,
  type: 'activity',
  time: NOW,
  customer: 'c1',
  name: 'login',
  ...fields,
});

export const purchase = (id: string, fields: object = {}): object => ({
  id,
  type: 'purchase',
  time: NOW,
  customer: 'c1',
  amount: 100,
  currency: 'EUR',
  ...fields,
});

export const ndjson = (events: readonly object[]): string =>
  events.map((event) => JSON.stringify(event)).join('\n');
