import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Activity, Purchase } from './event.ts';
import { fingerprint } from './fingerprint.ts';

const activity = (more: Partial<Activity>): Activity => ({
  id: 'e',
  type: 'activity',
  time: 0,
  customer: 'c',
  properties: {},
  name: 'login',
  ...more,
});
const withProperties = (properties: Activity['properties']) => activity({ properties });

const purchase: Purchase = {
  id: 'e',
  type: 'purchase',
  time: 0,
  customer: 'c',
  properties: {},
  amount: 1,
  currency: 'EUR',
  charged: 1,
  quantity: 1,
  order: null,
  product: null,
  offer_code: null,
  programme: null,
  sale: 'standard',
  effective_at: null,
  subscription: { id: 's', plan: null, interval: 'month', interval_count: 1, expires_at: null },
};

test('other content has another fingerprint, in whatever part of the event it lies', () => {
  const others = [
    purchase,
    activity({}),
    ...['', 'd', 'cc', 'C'].map((customer) => activity({ customer })),
    // Numbers that share their lower or their upper half, and fractions that share their whole.
    ...[1, -2, 2 ** 32, 2 ** 32 + 1, 2 ** 33, 1.5, 1.25].map((time) => activity({ time })),
    ...[{ a: 1 }, { a: 2 }, { a: '1' }, { a: true }, { a: false }, { a: 'true' }, { b: 1 }].map(
      withProperties,
    ),
    ...[
      { a: 1, b: 2 },
      { a: 2, b: 1 },
      { a: 1, c: 2 },
      { a: 'x', b: 'yz' },
      { a: 'xy', b: 'z' },
    ].map(withProperties),
    ...[{ a: 0.5 }, { a: -0.5 }, { a: 2 ** 60 }, { '': '' }, { '': 0 }, { a: '' }].map(withProperties),
    { ...purchase, subscription: null },
    { ...purchase, order: '' },
    { ...purchase, product: '' },
    { ...purchase, subscription: { ...purchase.subscription!, expires_at: 0 } },
    { ...purchase, subscription: { ...purchase.subscription!, plan: 's', id: '' } },
    { ...purchase, amount: 2, quantity: 2 },
    { ...purchase, charged: 2 },
  ];
  assert.equal(new Set(others.map(fingerprint)).size, others.length);
});

test('the order of names is no content, whichever names came just before', () => {
  const one = fingerprint(withProperties({ a: 1, b: 2, c: 3 }));
  fingerprint(withProperties({ b: 1, a: 2, d: 3 }));
  assert.equal(fingerprint(withProperties({ c: 3, a: 1, b: 2 })), one);
  fingerprint(withProperties({ c: 1, a: 2 }));
  assert.equal(fingerprint(withProperties({ b: 2, c: 3, a: 1 })), one);
  assert.equal(fingerprint(withProperties({ b: 2, c: 3, a: 1 })), one, 'the same names again');
  const { id, ...rest } = purchase;
  assert.equal(fingerprint({ ...rest, id }), fingerprint(purchase));
});
