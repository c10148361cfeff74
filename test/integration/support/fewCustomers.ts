import { randomUUID } from 'node:crypto';
import { settled } from './read.ts';
import { sendEvents } from './send.ts';

/** Five customers of 2026, few enough to work out each table by hand. */
const subscription = (plan: string, interval = 'month') => ({ id: 's', plan, interval });

export const FEW_EVENTS = [
  {
    id: 'a1',
    type: 'purchase',
    time: '2026-01-10T12:00:00Z',
    customer: 'ann',
    amount: 1000,
    currency: 'EUR',
    subscription: subscription('pro'),
    properties: { country: 'DE' },
  },
  {
    id: 'a2',
    type: 'survey',
    time: '2026-02-01T12:00:00Z',
    customer: 'ann',
    survey: 'nps',
    score: 9,
    verbatim: 'Simply "good",\nreally',
  },
  {
    id: 'b1',
    type: 'purchase',
    time: '2026-01-20T12:00:00Z',
    customer: 'bob',
    amount: 500,
    currency: 'EUR',
    subscription: subscription('basic'),
    properties: { country: 'FR' },
  },
  {
    id: 'b2',
    type: 'survey',
    time: '2026-02-15T12:00:00Z',
    customer: 'bob',
    survey: 'nps',
    score: 3,
    verbatim: '=1+1 is too dear',
  },
  {
    id: 'b3',
    type: 'cancellation',
    time: '2026-03-05T12:00:00Z',
    customer: 'bob',
    subscription: 's',
    reason: 'price',
  },
  {
    id: 'c1',
    type: 'purchase',
    time: '2026-02-03T12:00:00Z',
    customer: 'cat',
    amount: 700,
    currency: 'EUR',
    order: 'o1',
  },
  {
    id: 'c2',
    type: 'survey',
    time: '2026-02-04T12:00:00Z',
    customer: 'cat',
    survey: 'csat',
    score: 4,
    touchpoint: 'support',
  },
  {
    id: 'd1',
    type: 'purchase',
    time: '2026-02-10T12:00:00Z',
    customer: 'dan',
    amount: 1200,
    currency: 'EUR',
    subscription: subscription('pro', 'year'),
    properties: { country: 'DE' },
  },
  {
    id: 'd3',
    type: 'purchase',
    time: '2026-03-10T12:00:00Z',
    customer: 'dan',
    amount: 2400,
    currency: 'EUR',
    subscription: subscription('pro', 'year'),
  },
  // Comes late: what was bought after it is known already.
  { id: 'd2', type: 'survey', time: '2026-02-20T12:00:00Z', customer: 'dan', survey: 'nps', score: 7 },
  { id: 'e1', type: 'activity', time: '2026-03-01T12:00:00Z', customer: 'eve', name: 'login' },
] as const;

/** Sends them to a tenant of its own, and waits until they are counted and stored. `first` is done before there is any. */
export const sendFewCustomers = async (
  name: string,
  first: (tenant: string) => Promise<void> = async () => undefined,
): Promise<string> => {
  const tenant = `${name}-${randomUUID().slice(0, 8)}`;
  await first(tenant);
  await sendEvents(tenant, FEW_EVENTS);
  await settled();
  return tenant;
};
