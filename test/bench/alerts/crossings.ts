import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export const FIRING_TENANT = 'alerts-firing';
const CUSTOMERS = 40;
const DAY = 86_400_000;

/** A receiver of webhooks that says when each came. */
export const startArrivals = async () => {
  let waiting: ((at: number) => void) | null = null;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      waiting?.(performance.now());
      waiting = null;
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    next: () => new Promise<number>((resolve) => (waiting = resolve)),
    close: () => void server.close(),
  };
};

/** Fires where a quarter of the customers have left, and is over where they are back. */
export const firingRule = (url: string) => ({
  tenant: FIRING_TENANT,
  id: 'churn',
  given: {
    name: 'Churn',
    metric: 'customer_churn_rate',
    window: '30d',
    above: 0.2,
    channels: [{ type: 'webhook', url, secret: 'whsec_YSBzZWNyZXQgb2YgdGhpcnR5LXR3byBieXRlcyAuLi4=' }],
  },
});

export const send = async (ingest: string, tenant: string, events: readonly object[]): Promise<number> => {
  const response = await fetch(`${ingest}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-tidemark-tenant': tenant },
    body: JSON.stringify(events),
  });
  if (response.status !== 202)
    throw new Error(`ingest answered ${response.status}: ${await response.text()}`);
  return performance.now();
};

export const purchase = (customer: number, id: string, time: number): object => ({
  id,
  type: 'purchase',
  time,
  customer: `c${customer}`,
  amount: 5_000,
  currency: 'EUR',
  subscription: { id: 's', plan: 'pro', interval: 'month' },
});

export const firstEvents = (): readonly object[] =>
  Array.from({ length: CUSTOMERS }, (_, index) => purchase(index, `first-${index}`, Date.now() - 60 * DAY));

/** The events of a crossing, or of the way back. */
export const crossing = (round: number, isBack: boolean): readonly object[] =>
  Array.from({ length: CUSTOMERS / 4 }, (_, index) =>
    isBack
      ? purchase(index, `back-${round}-${index}`, Date.now())
      : {
          id: `off-${round}-${index}`,
          type: 'cancellation',
          time: Date.now(),
          customer: `c${index}`,
          reason: 'price',
        },
  );
