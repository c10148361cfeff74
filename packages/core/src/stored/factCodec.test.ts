import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ByteReader } from '../bytes/reader.ts';
import { ByteWriter } from '../bytes/writer.ts';
import type { Fact, PurchaseFact } from '../timeline/fact.ts';
import { readFact, writeFact } from './factCodec.ts';
import { type Neighbour, NO_NEIGHBOUR, neighbourAfter } from './neighbour.ts';

const DAY = 86_400_000;
/** Stored as they are: lowest byte first. */
const base = { id: 'a', time: 0, fingerprint: 0x04030201 };
const FINGERPRINT = '01020304';

const purchase = (more: Partial<PurchaseFact> = {}): PurchaseFact => ({
  ...base,
  type: 'purchase',
  effective: more.time ?? 0,
  charged: 0,
  quantity: 1,
  order: null,
  sale: 'standard',
  retention: false,
  subscription: null,
  ...more,
});
const subscribed = { id: 's', mrr: 5n, expires_at: null };
const near: Neighbour = { time: 0, id: 'a', order: 'o1', charged: 7, subscription: { id: 's', mrr: 5n } };

/** `head`, the id as that of the neighbour, the fingerprint, and what follows. */
const like = (head: string, rest: string) => `${head}0200${FINGERPRINT}${rest}`;

const CASES: readonly (readonly [name: string, fact: Fact, bytes: string])[] = [
  // The number of the type, and the unit of the time since the neighbour: none, milliseconds, seconds, days.
  ['at the same time', { ...base, type: 'activity' }, like('09', '')],
  ['a millisecond later', { ...base, type: 'activity', time: 1 }, like('1901', '')],
  ['a second later', { ...base, type: 'activity', time: 1_000 }, like('2901', '')],
  ['a day later', { ...base, type: 'activity', time: DAY }, like('3901', '')],
  [
    'two days and a second earlier',
    { ...base, type: 'activity', time: -2 * DAY - 1_000 },
    like('29c18c15', ''),
  ],
  ['another id', { ...base, type: 'activity', id: 'b' }, `09010162${FINGERPRINT}`],

  ['a renewal', purchase({ time: 30 * DAY, charged: 7, subscription: subscribed }), like('301e', '0f')],
  ['a purchase for 7', purchase({ charged: 7 }), like('00', '08')],
  ['a purchase for 8', purchase({ charged: 8 }), like('00', '0008')],
  [
    'another subscription',
    purchase({ charged: 7, subscription: { ...subscribed, id: 't' } }),
    like('00', '0d010174'),
  ],
  ['another price', purchase({ charged: 7, subscription: { ...subscribed, mrr: 6n } }), like('00', '0b06')],
  ['an order', purchase({ charged: 7, order: 'o2' }), like('00', '18020132')],
  // Whole days are even, all others odd.
  [
    'an expiry in a day',
    purchase({ charged: 7, subscription: { ...subscribed, expires_at: DAY } }),
    like('00', '2f02'),
  ],
  [
    'an expiry at once',
    purchase({ charged: 7, subscription: { ...subscribed, expires_at: 0 } }),
    like('00', '2f00'),
  ],
  [
    'acting a day later',
    purchase({ charged: 7, effective: DAY, subscription: subscribed }),
    like('00', '4f02'),
  ],
  [
    'acting a millisecond earlier',
    purchase({ charged: 7, effective: -1, subscription: subscribed }),
    like('00', '4f41'),
  ],
  ['two units', purchase({ charged: 7, quantity: 2 }), like('00', '880002')],
  ['an upsell', purchase({ charged: 7, sale: 'upsell' }), like('00', '880101')],
  [
    'a cross-sell of the programme',
    purchase({ charged: 7, sale: 'cross_sell', retention: true }),
    like('00', '880601'),
  ],
  ['of the programme', purchase({ charged: 7, retention: true }), like('00', '880401')],

  ['a cancellation', { ...base, type: 'cancellation', effective: 0, subscription: null }, like('01', '0000')],
  ['of one', { ...base, type: 'cancellation', effective: DAY, subscription: 's' }, like('01', '02010173')],
  [
    'an answer',
    {
      ...base,
      type: 'survey',
      survey: 'csat',
      score: 3,
      scale_min: -1,
      scale_max: 5,
      touchpoint: null,
      respondent: '',
    },
    like('02', '01410503000100'),
  ],
  ['a void', { ...base, type: 'void', event: 'ab' }, like('03', '020162')],
  ['a return', { ...base, type: 'return', order: 'o1', amount: 9, quantity: 2 }, like('04', '03000902')],
  ['an invoice', { ...base, type: 'invoice', amount: 9 }, like('05', '09')],
  ['a payment', { ...base, type: 'payment', amount: 9 }, like('06', '09')],
  ['spending', { ...base, type: 'spend', category: 'service', amount: 9 }, like('07', '0309')],
  ['a message', { ...base, type: 'message', campaign: 'x', action: 'clicked' }, like('08', '020178')],
];

test('a fact is written by what is other than in its neighbour, and stored facts stay readable', () => {
  for (const [name, fact, expected] of CASES) {
    const writer = new ByteWriter();
    writeFact(writer, fact, near);
    const bytes = writer.finish();
    assert.equal(Buffer.from(bytes).toString('hex'), expected, name);
    const reader = new ByteReader(bytes);
    assert.deepEqual(readFact(reader, near), fact, name);
    assert.ok(reader.done, name);
  }
});

test('what no version has written is refused', () => {
  const read = (hex: string) => () => readFact(new ByteReader(Buffer.from(hex, 'hex')), near);
  for (const [hex, number] of [
    [like('0a', ''), 10],
    [like('02', '03'), 3],
    [like('07', '0400'), 4],
    [like('08', '03'), 3],
    [like('00', '880301'), 3],
  ] as const)
    assert.throws(read(hex), { name: 'RangeError', message: `stored state has an unknown number ${number}` });
});

test('the next fact is told from the last order, purchase and subscription there were', () => {
  const first = neighbourAfter(NO_NEIGHBOUR, purchase({ charged: 7, order: 'o1', subscription: subscribed }));
  assert.deepEqual(first, { time: 0, id: 'a', order: 'o1', charged: 7, subscription: { id: 's', mrr: 5n } });
  assert.deepEqual(neighbourAfter(first, purchase({ time: 5, charged: 8 })), {
    ...first,
    time: 5,
    charged: 8,
  });
  const activity: Fact = { ...base, type: 'activity', id: '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0' };
  assert.deepEqual(neighbourAfter(first, activity), { ...first, id: '' }, 'a UUID is of no help');
  const returned: Fact = { ...base, type: 'return', order: 'o2', amount: 9, quantity: 1 };
  assert.deepEqual(neighbourAfter(first, returned), { ...first, order: 'o2' });
  const dearer = purchase({ charged: 7, subscription: { ...subscribed, mrr: 6n } });
  assert.deepEqual(neighbourAfter(first, dearer).subscription, { id: 's', mrr: 6n });
  const other = purchase({ charged: 7, subscription: { ...subscribed, id: 't' } });
  assert.deepEqual(neighbourAfter(first, other).subscription, { id: 't', mrr: 5n });
});
