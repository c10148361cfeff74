import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseEvent } from '../event/parse.ts';
import { factOf } from './fact.ts';

const NOW = Date.UTC(2026, 0, 31);
const money = { amount: 500, currency: 'EUR' };

const factFrom = (fields: Readonly<Record<string, unknown>>) => {
  const parsed = parseEvent({ id: 'e', time: NOW, customer: 'c', ...fields }, { now: NOW });
  assert.ok(parsed.ok);
  return factOf(parsed.value, 7);
};

const base = { id: 'e', time: NOW, fingerprint: 7 };

test('a fact keeps of its event what numbers may depend on', () => {
  assert.deepEqual(factFrom({ type: 'activity', name: 'login' }), { ...base, type: 'activity' });
  assert.deepEqual(factFrom({ type: 'message', campaign: 'k', action: 'opened' }), {
    ...base,
    type: 'message',
    campaign: 'k',
    action: 'opened',
  });
  assert.deepEqual(factFrom({ type: 'invoice', invoice: 'i', ...money }), {
    ...base,
    type: 'invoice',
    amount: 500,
  });
  assert.deepEqual(factFrom({ type: 'payment', invoice: 'i', ...money }), {
    ...base,
    type: 'payment',
    amount: 500,
  });
  assert.deepEqual(factFrom({ type: 'spend', category: 'service', customer: undefined, ...money }), {
    ...base,
    type: 'spend',
    category: 'service',
    amount: 500,
  });
  assert.deepEqual(factFrom({ type: 'return', order: 'o', quantity: 2, ...money }), {
    ...base,
    type: 'return',
    order: 'o',
    amount: 500,
    quantity: 2,
  });
});

test('a purchase is worth its price a month from its effective instant on, and may belong to a programme', () => {
  const purchase = { type: 'purchase', ...money, quantity: 3, order: 'o', sale: 'upsell' };
  const single = {
    ...base,
    type: 'purchase',
    effective: NOW,
    charged: 500,
    quantity: 3,
    order: 'o',
    sale: 'upsell',
    retention: false,
    subscription: null,
  };
  assert.deepEqual(factFrom(purchase), single);
  assert.deepEqual(factFrom({ ...purchase, programme: 'retention' }), { ...single, retention: true });
  const yearly = {
    ...purchase,
    effective_at: NOW + 5,
    charged: 0,
    subscription: { id: 's', interval: 'year' },
  };
  assert.deepEqual(factFrom(yearly), {
    ...single,
    effective: NOW + 5,
    charged: 0,
    subscription: { id: 's', mrr: 41_667n, expires_at: null },
  });
});
