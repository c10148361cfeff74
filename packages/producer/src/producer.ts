import { randomUUID } from 'node:crypto';
import { type Pending, takeBatch } from './batch.ts';
import type { Event } from './event.ts';
import { post } from './post.ts';

export interface ProducerOptions {
  /** Base address of ingest. Default `http://127.0.0.1:8081`. */
  readonly url?: string;
  /** Tenant on an instance without keys. Default: the instance's own, `demo`. */
  readonly tenant?: string;
  readonly apiKey?: string;
  /** Most events a request; at most 10,000. Default 1,000. */
  readonly batchSize?: number;
  /** How long an event waits for others to share its request, in milliseconds. Default 20. */
  readonly linger?: number;
  /** How long a batch is tried again while the server is away or busy, in milliseconds. Default 120,000. */
  readonly patience?: number;
}

export interface Producer {
  /**
   * Resolves once the event is stored. Rejects with EventRejected where it is not a valid one, and with SendFailed where
   * the server could not be had; then the same event, with the same id, may be sent again.
   */
  send(event: Event): Promise<void>;
  /** Sends what waits now; resolves when all that was sent before is settled, well or not. */
  flush(): Promise<void>;
  /** Flushes, and takes no more. */
  close(): Promise<void>;
}

const BATCH_BYTES = 5 * 1024 * 1024;
const REQUEST_TIMEOUT = 60_000;
/** Requests at once. While both are under way events gather, so that load makes larger batches. */
const REQUESTS = 2;

export const createProducer = (options: ProducerOptions = {}): Producer => {
  const { batchSize = 1_000, linger = 20, patience = 120_000 } = options;
  const target = {
    url: new URL('/v1/events', options.url ?? 'http://127.0.0.1:8081'),
    headers: {
      ...(options.tenant === undefined ? {} : { 'x-tidemark-tenant': options.tenant }),
      ...(options.apiKey === undefined ? {} : { authorization: `Bearer ${options.apiKey}` }),
    },
    patience,
    requestTimeout: REQUEST_TIMEOUT,
  };
  const pending: Pending[] = [];
  const unsettled = new Set<Promise<void>>();
  let underWay = 0;
  let timer: NodeJS.Timeout | null = null;
  let closed = false;

  const pump = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    while (underWay < REQUESTS && pending.length > 0) {
      underWay++;
      void post(takeBatch(pending, batchSize, BATCH_BYTES), target).finally(() => {
        underWay--;
        pump();
      });
    }
  };

  const schedule = (): void => {
    if (pending.length >= batchSize) pump();
    else timer ??= setTimeout(pump, linger);
  };

  const send = (event: Event): Promise<void> => {
    if (closed) return Promise.reject(new Error('the producer is closed'));
    const { id = randomUUID(), time = Date.now(), ...fields } = event;
    const line = JSON.stringify({ ...fields, id, time });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    pending.push({ id, line, bytes: Buffer.byteLength(line), resolve, reject });
    const settled = promise.then(
      () => undefined,
      () => undefined,
    );
    unsettled.add(settled);
    void settled.then(() => unsettled.delete(settled));
    schedule();
    return promise;
  };

  const flush = async (): Promise<void> => {
    pump();
    await Promise.all(unsettled);
  };

  return {
    send,
    flush,
    close: async () => {
      closed = true;
      await flush();
    },
  };
};
