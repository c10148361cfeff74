import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { OracleEvent, Purchase } from '../../oracles/events.ts';
import { settled } from './read.ts';
import { type Receiver, SECRET } from './receiver.ts';
import { sendEvents } from './send.ts';
import { stack } from './stack.ts';

export const DAY = 86_400_000;

/** Asks the API, whatever it answers. */
export const api = async (
  tenant: string,
  method: string,
  path: string,
  body?: object,
  headers: object = {},
) => {
  const response = await fetch(`${stack().api}${path}`, {
    method,
    headers: {
      'x-tidemark-tenant': tenant,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (text === '' ? null : JSON.parse(text)) as Record<string, unknown>,
  };
};

export const purchase = (
  customer: string,
  id: string,
  time: number,
  more: Partial<Purchase> = {},
): OracleEvent => ({
  id,
  type: 'purchase',
  time,
  customer,
  amount: 10_000,
  currency: 'EUR',
  subscription: { id: 's', plan: 'pro', interval: 'month' },
  ...more,
});

export const cancellation = (customer: string, id: string, time: number): OracleEvent => ({
  id,
  type: 'cancellation',
  time,
  customer,
  reason: 'price',
});

export interface Scene {
  readonly tenant: string;
  readonly path: string;
  readonly id: string;
}

/** Ten customers of 60 days ago, and a rule that fires where two of them leave. */
export const begin = async (
  receiver: Receiver,
  name: string,
  extra: object = {},
  each: (index: number) => object = () => ({}),
): Promise<Scene> => {
  const tenant = `alerts-${name}-${randomUUID().slice(0, 8)}`;
  const path = `/${tenant}`;
  const start = Date.now() - 60 * DAY;
  const customers = Array.from({ length: 10 }, (_, index) => index);
  await sendEvents(
    tenant,
    customers.map((index) => purchase(`c${index}`, `p${index}`, start + index, each(index))),
  );
  await settled();
  const made = await api(tenant, 'POST', '/v1/alerts', {
    name: 'churn',
    metric: 'customer_churn_rate',
    window: '30d',
    above: 0.15,
    min_denominator: 5,
    channels: [{ type: 'webhook', url: `${receiver.base}${path}`, secret: SECRET }],
    ...extra,
  });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return { tenant, path, id: String(made.body['id']) };
};

interface StateRow {
  readonly kind: string;
  readonly to: string;
  readonly cause: string;
  readonly group: string | null;
  readonly event: { readonly id: string } | null;
}

/** What a rule did, oldest first. */
export const statesOf = async ({ tenant, id }: Scene): Promise<readonly StateRow[]> => {
  const { body } = await api(tenant, 'GET', `/v1/alerts/${id}/history`);
  return (body['history'] as StateRow[]).filter(({ kind }) => kind === 'state').toReversed();
};
