import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Activity, Purchase, Survey } from './event.ts';
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

const cut = (value: bigint): bigint => value & 0xffff_ffffn;
const step = (hash: bigint, value: bigint): bigint => cut(cut(hash ^ value) * 16_777_619n);
const stepText = (hash: bigint, text: string): bigint => {
  const mixed = text
    .split('')
    .reduce((sum, unit) => step(sum, BigInt(unit.charCodeAt(0))), step(hash, BigInt(text.length)));
  return mixed ^ (mixed >> 15n);
};
/** FNV-1a of 32 bits over names in their order and values by their kind, in integers without bounds. */
const stepValue = (hash: bigint, value: unknown): bigint => {
  if (value === null) return step(hash, 1n);
  if (typeof value === 'boolean') return step(hash, value ? 4n : 5n);
  if (typeof value === 'string') return stepText(hash ^ 3n, value);
  if (typeof value !== 'number') return stepFields(hash ^ 6n, value as object);
  if (!Number.isSafeInteger(value)) return stepText(hash ^ 2n, String(value));
  const bits = BigInt.asUintN(64, BigInt(value));
  return step(step(hash ^ 2n, cut(bits)), bits >> 32n);
};
const stepFields = (hash: bigint, fields: object): bigint =>
  Object.entries(fields)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .reduce((sum, [name, value]) => stepValue(stepText(sum, name), value), hash);

/** An event's own names are the same for all of its type, so they are not mixed in. */
const plain = (event: object): number =>
  Number(
    Object.entries(event)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .reduce((sum, [, value]) => stepValue(sum, value), 0x811c_9dc5n),
  );

test('a fingerprint stays what it is: those of stored facts are compared with it', () => {
  const survey: Survey = {
    id: 'e',
    type: 'survey',
    time: -5,
    customer: 'c',
    survey: 'nps',
    score: 9,
    scale_min: 0,
    scale_max: 10,
    touchpoint: null,
    verbatim: '🐘',
    respondent: null,
    properties: {},
  };
  // The first of its type, and not in the order of its names.
  assert.equal(fingerprint(survey), plain(survey));
  const properties = { b: 1.5, a: true, c: 2 ** 40, d: 'x', '': false };
  for (const event of [
    activity({}),
    withProperties(properties),
    purchase,
    activity({ time: 1_700_000_000_000 }),
  ])
    assert.equal(fingerprint(event), plain(event));
});
